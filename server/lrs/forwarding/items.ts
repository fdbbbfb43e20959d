import { voidedVerb, type Statement } from '../../xapi/index.js'
import type { FeedEntry, Lrs, Position } from '../types.js'

/** A statement that is to be sent. */
export interface Item {
  statement: Statement
  position: Position
  /** When it is done, everything up to here is. */
  through: Position
}

/** What the choice rests on. */
interface Choosing {
  lrs: Pick<Lrs, 'get' | 'voidingsOf'>
  passes: (entry: Pick<FeedEntry, 'statement' | 'origin'>) => boolean
}

/**
 * What a target gets of a part of the feed, in order.
 *
 * A voiding statement goes where its target went, whatever the filter says of its own verb, and behind it; and only if
 * it voids something here. Elsewhere all come with one credential, so what somebody was not allowed to void here would
 * be voided there.
 */
export async function itemsOf(entries: FeedEntry[], choosing: Choosing): Promise<Item[]> {
  const items: Item[] = []
  for (const entry of entries) {
    const statements = isVoiding(entry) ? await voiding(entry, choosing) : await ordinary(entry, choosing)
    for (const [index, statement] of statements.entries()) {
      const isLast = index === statements.length - 1
      items.push({ statement, position: entry.position, through: isLast ? entry.position : entry.position - 1 })
    }
  }
  return items
}

export const isVoiding = ({ statement: { verb, object } }: Pick<FeedEntry, 'statement'>): boolean =>
  verb.id === voidedVerb && object.objectType === 'StatementRef'

async function voiding(entry: FeedEntry, { lrs, passes }: Choosing): Promise<Statement[]> {
  const { id = '' } = entry.statement.object
  const target = await lrs.get(id)
  // One that came first follows its target when that has its turn.
  if (!target || target.position > entry.position || !passes(target)) return []
  const effective = await lrs.voidingsOf(id)
  return effective.some(({ position }) => position === entry.position) ? [entry.statement] : []
}

async function ordinary(entry: FeedEntry, { lrs, passes }: Choosing): Promise<Statement[]> {
  if (!passes(entry)) return []
  const voidings = entry.voided ? await lrs.voidingsOf(entry.statement.id) : []
  const earlier = voidings.filter(({ position }) => position < entry.position)
  return [entry.statement, ...earlier.map(({ statement }) => statement)]
}

/** What one request holds at most; one statement that is larger goes by itself. */
const [mostStatements, mostCharacters] = [50, 1_000_000]

export function inRequests(items: Item[]): Item[][] {
  const requests: Item[][] = []
  let weight = Infinity
  for (const item of items) {
    const own = weigh(item.statement)
    const present = requests.at(-1)
    if (present && present.length < mostStatements && weight + own <= mostCharacters) {
      present.push(item)
      weight += own
    } else {
      requests.push([item])
      weight = own
    }
  }
  return requests
}

/** Of its JSON, and of the data that its attachments say to have. */
function weigh(statement: Statement): number {
  const lengths = attachmentsOf(statement).map(({ length }) => (typeof length === 'number' ? length : 0))
  return lengths.reduce((sum, length) => sum + length, JSON.stringify(statement).length)
}

export interface AttachmentHead {
  sha2?: unknown
  contentType?: unknown
  length?: unknown
}

/** The attachments of a statement and of a statement within it (Data 2.4.11). */
export function attachmentsOf(statement: Statement): AttachmentHead[] {
  const lists = [statement['attachments'], statement.object['attachments']]
  return lists.flatMap((list) => (Array.isArray(list) ? (list as AttachmentHead[]) : []))
}
