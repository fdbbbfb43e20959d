import { repeatableId } from '../base/ids.js'
import type { EventKind } from './events.js'
import { activityTypeTerms, extensionTerms, verbTerms, type ActivityTypeName, type ExtensionName } from './terms.js'
import type { LanguageMap } from './types.js'

/** What an activity id of ours names. `quiz` is a module's slug or 'examination', `certificate` an opaque id. */
export type ActivityName =
  { course: string; module?: string; quiz?: string; question?: string } | { certificate: string } | { party: string }

/** The identifiers that this installation's statements are made of. The language of a statement is `context.language`. */
export interface Vocabulary {
  iriBase: string
  verbs: Record<EventKind, { id: string; display: LanguageMap }>
  activityTypes: Record<ActivityTypeName, string>
  extensions: Record<ExtensionName, string>
  /** The category of every statement of ours: the address of this vocabulary. */
  profile: string
  activity: {
    course(course: string): string
    module(course: string, module: string): string
    quiz(course: string, quiz: string): string
    question(course: string, quiz: string, question: string): string
    /** @param id opaque: never the public code, which leads to a name */
    certificate(id: string): string
    party(party: string): string
  }
  /**
   * The id of a statement of ours, always the same for the same parts; nobody who lacks the installation's secret can
   * foresee it, and so take it first.
   */
  statementId(...parts: (string | number)[]): string
  /** Reads an activity id of ours back; undefined for any other id. */
  nameOf(activityId: string): ActivityName | undefined
}

/**
 * @param iriBase the installation's `IRI_BASE`, without a slash at its end
 * @param idSecret the installation's secret of statement ids: the same for its whole life
 */
export function createVocabulary(iriBase: string, idSecret: string): Vocabulary {
  const profile = `${iriBase}/vocabulary`
  const iri = (kind: string, term: { id: string; own?: true }) => (term.own ? `${profile}/${kind}/${term.id}` : term.id)
  return {
    iriBase,
    profile,
    verbs: mapValues(verbTerms, (term) => ({ id: iri('verbs', term), display: term.display })),
    activityTypes: mapValues(activityTypeTerms, (term) => iri('activity-types', term)),
    extensions: mapValues(extensionTerms, (_term, name) => `${profile}/extensions/${name}`),
    activity: activityIds(iriBase),
    statementId: (...parts) => repeatableId(iriBase, idSecret, 'statement', ...parts),
    nameOf: (id) =>
      id.startsWith(`${iriBase}/activities/`) ? parse(id.slice(`${iriBase}/activities`.length)) : undefined,
  }
}

function activityIds(iriBase: string): Vocabulary['activity'] {
  const id = (...segments: string[]) => `${iriBase}/activities/${segments.map(encodeURIComponent).join('/')}`
  return {
    course: (course) => id('courses', course),
    module: (course, module) => id('courses', course, 'modules', module),
    quiz: (course, quiz) => id('courses', course, 'quizzes', quiz),
    question: (course, quiz, question) => id('courses', course, 'quizzes', quiz, 'questions', question),
    certificate: (certificate) => id('certificates', certificate),
    party: (party) => id('parties', party),
  }
}

const inCourse =
  /^\/courses\/(?<course>[^/]+)(?:\/modules\/(?<module>[^/]+)|\/quizzes\/(?<quiz>[^/]+)(?:\/questions\/(?<question>[^/]+))?)?$/
const elsewhere = /^\/(?:certificates\/(?<certificate>[^/]+)|parties\/(?<party>[^/]+))$/

function parse(path: string): ActivityName | undefined {
  const groups = (inCourse.exec(path) ?? elsewhere.exec(path))?.groups
  if (!groups) return undefined
  const present = Object.entries(groups).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(present.map(([key, value]) => [key, decodeURIComponent(value)])) as ActivityName
}

function mapValues<K extends string, V, W>(record: Record<K, V>, change: (value: V, key: K) => W): Record<K, W> {
  const entries = Object.entries(record) as [K, V][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<K, W>
}
