import { sameStatement, type Statement } from '../../xapi/index.js'
import type { StatementDocument } from '../statements/model.js'
import type { Prepared } from '../statements/prepare.js'
import type { StatementStore } from '../statements/store.js'
import type { Storer } from '../statements/voiding.js'
import type { OpenEntry } from './store.js'

/** A statement that is committed, and the entry that holds it where that one may not be applied yet. */
export interface Known extends Storer {
  /** Of the requests' statements, those that are the same as it. */
  same: ReadonlySet<Prepared>
  entry?: number
}

/**
 * Which of the requests' statements, and of those that they void, are committed, wherever they are. Each is compared
 * as it is read and let go of, because what is stored under the ids of a small request may be large.
 * @param open the entries that are committed and may not be readable yet
 */
export async function findKnown(
  requests: Prepared[][],
  open: Iterable<OpenEntry>,
  statements: Pick<StatementStore, 'each'>,
): Promise<Map<string, Known>> {
  const sent = sentById(requests)
  const known = new Map<string, Known>()
  const note = ({ _id, text, origin, authority }: Committed, entry?: number) => {
    const equal = sent.get(_id)?.filter(({ json }) => isSame(text, json))
    if (equal && !known.has(_id))
      known.set(_id, { same: new Set(equal), origin, authority, ...(entry !== undefined && { entry }) })
  }
  for (const entry of open) for (const document of entry.statements) note(document, entry._id)
  for await (const document of statements.each([...sent.keys()])) note(document)
  return known
}

type Committed = Pick<StatementDocument, '_id' | 'text' | 'origin' | 'authority'>

/** The requests' statements by id; for the id of one that is voided, those that are sent under it too: mostly none. */
function sentById(requests: Prepared[][]): Map<string, Prepared[]> {
  const sent = new Map<string, Prepared[]>()
  for (const prepared of requests.flat()) {
    sent.set(prepared.id, [...(sent.get(prepared.id) ?? []), prepared])
    const { target, voids } = prepared
    if (voids && target !== undefined && !sent.has(target)) sent.set(target, [])
  }
  return sent
}

/** Whether two statements, as JSON, are the same one (Data 2.3.1). */
export const isSame = (a: string, b: string): boolean =>
  a === b || sameStatement(JSON.parse(a) as Statement, JSON.parse(b) as Statement)
