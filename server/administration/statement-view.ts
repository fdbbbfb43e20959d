import type { Request } from 'express'
import type { Parties } from '../accounts/index.js'
import type { Agent, LanguageMap, Statement, StatementObject, Vocabulary } from '../xapi/index.js'

/** What a view of statements rests on. */
export interface ViewUses {
  vocabulary: Vocabulary
  parties: Parties
  /** The courses with their titles in the reader's language. */
  courses: { id: string; title: string }[]
}

/** A line of facts: a text, perhaps a code, perhaps a way. */
interface Fact {
  label: string
  value: string
  code?: boolean
  href?: string
}

/** A text in the reader's language, else in English, else in whatever language there is. */
export function inLanguage(map: LanguageMap | undefined, language: string): string | undefined {
  if (!map) return undefined
  const tags = Object.keys(map)
  const of = (wanted: string) => tags.find((tag) => tag === wanted) ?? tags.find((tag) => tag.startsWith(`${wanted}-`))
  const tag = of(language) ?? of('en') ?? tags[0]
  return tag === undefined ? undefined : map[tag]
}

/** Who, did what, to what, when: the line of a list and the first lines of a page. */
export function lineOf(req: Request, statement: Statement, uses: ViewUses) {
  const { id, actor, verb, object, timestamp, result } = statement
  const own = Object.values(uses.vocabulary.verbs).find((one) => one.id === verb.id)
  const scaled = result?.score?.scaled
  return {
    ...{ id, timestamp },
    actor: agentName(req, actor),
    verb: inLanguage(own?.display ?? verb.display, req.language) ?? lastWord(verb.id),
    object: objectName(req, object, uses),
    target: object.objectType === 'StatementRef' ? object.id : undefined,
    score: scaled === undefined ? undefined : Math.round(scaled * 100),
    success: result?.success,
  }
}

/** All that a statement says beyond its first line, in the reader's language. */
export function detailsOf(req: Request, statement: Statement, uses: ViewUses) {
  return {
    verbId: statement.verb.id,
    objectId: statement.object.id,
    objectType: typeName(statement.object),
    result: resultOf(req, statement, uses),
    context: contextOf(req, statement, uses),
    attachments: attachmentsOf(req, statement),
  }
}

const say = (req: Request, key: string, params?: Record<string, unknown>) =>
  req.t(`administration:statements.${key}`, params)
const lastWord = (iri: string) =>
  iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#'), iri.lastIndexOf(':')) + 1)

/** What is known of an agent that a reader can tell it by. */
function agentName(req: Request, agent: Agent): string {
  const { name, mbox, account } = agent
  const texts = [name, mbox?.replace(/^mailto:/, ''), agent['openid'], agent['mbox_sha1sum'], account?.name]
  const known = texts.find((text): text is string => typeof text === 'string')
  if (known !== undefined) return known
  const members = Array.isArray(agent['member']) ? agent['member'].length : 0
  return say(req, 'group', { count: members })
}

function objectName(req: Request, object: StatementObject, uses: ViewUses): string {
  if (object.objectType === 'Agent' || object.objectType === 'Group') return agentName(req, object as Agent)
  if (object.objectType === 'StatementRef') return say(req, 'aStatement')
  if (object.objectType === 'SubStatement') return say(req, 'aSubStatement')
  const { id = '', definition } = object
  return inLanguage(definition?.name, req.language) ?? ownName(req, id, uses) ?? id
}

/** What an activity of ours is called: our statements give no names, because texts change and records do not. */
function ownName(req: Request, id: string, { vocabulary, parties, courses }: ViewUses): string | undefined {
  const name = vocabulary.nameOf(id)
  if (!name) return id === vocabulary.profile ? say(req, 'ourVocabulary') : undefined
  if ('party' in name) return parties.name(name.party, req.language)
  if ('certificate' in name) return say(req, 'aCertificate', { id: name.certificate.slice(0, 8) })
  const title = courses.find((course) => course.id === name.course)?.title ?? name.course
  return [title, name.module ?? name.quiz, name.question].filter(Boolean).join(' · ')
}

function typeName({ objectType = 'Activity', definition }: StatementObject): string {
  return definition?.type ? lastWord(definition.type) : objectType
}

const yesNo = (req: Request, value: boolean | undefined) =>
  value === undefined ? undefined : say(req, value ? 'yes' : 'no')

/** Facts of which some may be missing. */
const present = (facts: (Omit<Fact, 'value'> & { value: string | undefined })[]): Fact[] =>
  facts.filter((fact): fact is Fact => fact.value !== undefined)

function resultOf(req: Request, { result }: Statement, uses: ViewUses): Fact[] {
  if (!result) return []
  const { score, success, completion, response, duration, extensions } = result
  const [raw, max] = [score?.raw, score?.max]
  const points = raw === undefined ? undefined : max === undefined ? String(raw) : say(req, 'pointsOf', { raw, max })
  return [
    ...present([
      { label: say(req, 'success'), value: yesNo(req, success) },
      { label: say(req, 'completion'), value: yesNo(req, completion) },
      { label: say(req, 'points'), value: points },
      { label: say(req, 'response'), value: response },
      { label: say(req, 'duration'), value: duration, code: true },
    ]),
    ...extensionsOf(req, extensions, uses),
  ]
}

function contextOf(req: Request, { context }: Statement, uses: ViewUses): Fact[] {
  if (!context) return []
  const { registration, language, platform } = context
  const people = (['instructor', 'team'] as const).flatMap((role): Fact[] => {
    const agent = context[role] as Agent | undefined
    return agent ? [{ label: say(req, role), value: agentName(req, agent) }] : []
  })
  const activities = Object.entries(context.contextActivities ?? {}).map(([role, list]) => ({
    label: req.t(`administration:statements.contextActivity.${role}`, { defaultValue: role }),
    value: [list]
      .flat()
      .map((one) => objectName(req, one, uses))
      .join(' · '),
  }))
  const way = registration && req.link(`/statements?registration=${encodeURIComponent(registration)}`)
  return [
    ...present([
      { label: say(req, 'registration'), value: registration, code: true, ...(way && { href: way }) },
      { label: say(req, 'language'), value: language },
      { label: say(req, 'platform'), value: platform },
    ]),
    ...people,
    ...activities,
    ...extensionsOf(req, context.extensions, uses),
  ]
}

/** Extensions by the last word of their IRI; those of our vocabulary in words. */
function extensionsOf(req: Request, extensions: Record<string, unknown> | undefined, uses: ViewUses): Fact[] {
  return Object.entries(extensions ?? {}).map(([iri, value]) => {
    const name = lastWord(iri)
    const isOwn = Object.values(uses.vocabulary.extensions).includes(iri)
    if (!isOwn) return { label: name, value: typeof value === 'string' ? value : JSON.stringify(value), code: true }
    const label = req.t(`administration:statements.extension.${name}`, { defaultValue: name })
    return {
      label,
      value: [value]
        .flat()
        .map((one) => ownValue(req, name, String(one), uses))
        .join(', '),
    }
  })
}

function ownValue(req: Request, name: string, value: string, { parties }: ViewUses): string {
  if (name === 'party') return parties.name(value, req.language)
  if (name === 'agency') return req.t(`accounts:agency.${value}`, { defaultValue: value })
  if (name === 'affiliation-status') return req.t(`accounts:standing.${value}`, { defaultValue: value })
  if (name === 'areas') return req.t(`statistics:area.${value}`, { defaultValue: value })
  return value
}

function attachmentsOf(req: Request, statement: Statement): Fact[] {
  return (statement.attachments ?? []).map(({ display, contentType, length }) => ({
    label: inLanguage(display, req.language) ?? say(req, 'attachment'),
    value: `${contentType}, ${say(req, 'bytes', { count: length })}`,
  }))
}
