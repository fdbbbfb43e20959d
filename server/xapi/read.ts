import type { EventBase, EventKind, InCourse, LearningEvent } from './events.js'
import type { ExtensionName } from './terms.js'
import type { Statement } from './types.js'
import type { ActivityName, Vocabulary } from './vocabulary.js'

/** What a statement of ours says, taken apart. */
interface Parts {
  statement: Statement
  context: (name: ExtensionName) => unknown
  result: (name: ExtensionName) => unknown
  object: Partial<Record<'course' | 'module' | 'quiz' | 'question' | 'certificate' | 'party', string>>
}

/**
 * The way back from `buildStatement`: the event that a statement of this installation records.
 * @param statement a valid statement; only its origin (see `lrs`) says whether the platform wrote it
 * @returns undefined where the statement is none of the vocabulary's
 */
export function readStatement(vocabulary: Vocabulary, statement: Statement): LearningEvent | undefined {
  const kind = kindOf(vocabulary, statement)
  const object = vocabulary.nameOf(statement.object.id ?? '')
  if (kind === undefined || object === undefined) return undefined
  const parts: Parts = {
    statement,
    object,
    context: (name) => statement.context?.extensions?.[vocabulary.extensions[name]],
    result: (name) => statement.result?.extensions?.[vocabulary.extensions[name]],
  }
  const base = baseOf(vocabulary, parts)
  if (base === undefined) return undefined
  if (kind === 'affiliated' || kind === 'disaffiliated') return { ...base, kind }
  const course = courseOf(vocabulary, parts, object)
  return course && ({ ...base, ...course, ...detailsOf[kind](parts), kind } as LearningEvent)
}

function kindOf(vocabulary: Vocabulary, statement: Statement): EventKind | undefined {
  const kinds = Object.keys(vocabulary.verbs) as EventKind[]
  return kinds.find((kind) => vocabulary.verbs[kind].id === statement.verb.id)
}

function baseOf(vocabulary: Vocabulary, { statement, context }: Parts): EventBase | undefined {
  const { account } = statement.actor
  const [party, agency, status] = [context('party'), context('agency'), context('affiliation-status')]
  if (account?.homePage !== vocabulary.iriBase || typeof party !== 'string' || typeof agency !== 'string')
    return undefined
  return {
    at: new Date(statement.timestamp ?? ''),
    account: account.name,
    affiliation: { party, agency, status: status === 'confirmed' ? 'confirmed' : 'claimed' },
    language: statement.context?.language as EventBase['language'],
  }
}

function courseOf(vocabulary: Vocabulary, { statement, context }: Parts, object: ActivityName): InCourse | undefined {
  const named = 'course' in object ? object : vocabulary.nameOf(groupOf(statement))
  const [version, areas] = [context('course-version'), context('areas')]
  if (!named || !('course' in named) || typeof version !== 'string' || !Array.isArray(areas)) return undefined
  const registration = statement.context?.registration ?? ''
  return { course: named.course, version, areas: areas.map(String), registration }
}

const groupOf = ({ context }: Statement) => context?.contextActivities?.['grouping']?.[0]?.id ?? ''

const nothing = () => ({})

/** The properties that one kind has beyond what all in a course have. */
const detailsOf: Record<EventKind, (parts: Parts) => object> = {
  registered: nothing,
  initialized: ({ object: { quiz }, context }) => (quiz === undefined ? {} : { quiz, attempt: context('attempt') }),
  experienced: module,
  completed: module,
  answered: (parts) => ({
    ...attempt(parts),
    question: parts.object.question,
    interaction: parts.statement.object.definition?.['interactionType'],
    response: parts.statement.result?.response?.split('[,]') ?? [],
    success: parts.statement.result?.success,
  }),
  passed: finished,
  failed: finished,
  earned: ({ object: { certificate }, context, result }) => ({
    certificate,
    term: result('term'),
    attempt: context('attempt'),
    validUntil: dateIn(result('valid-until')),
  }),
  revoked: ({ object: { certificate }, result }) => {
    const term = result('term')
    return term === undefined ? { certificate } : { certificate, term }
  },
  affiliated: nothing,
  disaffiliated: nothing,
}

function module({ object }: Parts): object {
  return object.module === undefined ? {} : { module: object.module }
}

function attempt({ statement, object, context }: Parts): object {
  const score = statement.result?.score
  return { quiz: object.quiz, attempt: context('attempt'), points: score?.raw ?? 0, maxPoints: score?.max ?? 0 }
}

function finished(parts: Parts): object {
  const percent = Math.round((parts.statement.result?.score?.scaled ?? 0) * 100)
  return { ...attempt(parts), number: parts.context('attempt-number'), percent }
}

const dateIn = (value: unknown) => (typeof value === 'string' ? new Date(value) : undefined)
