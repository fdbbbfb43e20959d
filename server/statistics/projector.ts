import type { FeedEntry, Lrs } from '../lrs/index.js'
import { voidedVerb, type Vocabulary } from '../xapi/index.js'
import { ledgerEntry } from './read.js'
import type { Change, Cursor, Store } from './store.js'

export interface Feed {
  lrs: Pick<Lrs, 'feed'>
  vocabulary: Vocabulary
}

const batch = 1000

/** What a place of the feed changes in the ledgers; undefined for most. Only our own statements count. */
export function changeOf(
  vocabulary: Vocabulary,
  { position, statement, origin, voided }: FeedEntry,
): Change | undefined {
  if (statement.verb.id === voidedVerb)
    return statement.object.id ? { position, voids: statement.object.id } : undefined
  if (origin !== 'platform') return undefined
  const entry = ledgerEntry(vocabulary, statement)
  // One that is voided by now takes its place in the ledger all the same, so that a slower projector, which read it
  // before, can no longer enter it.
  return entry && { position, entry: voided ? { ...entry, add: {} } : entry }
}

/**
 * Follows the feed to its end, from where the cursor stands.
 * It may run in several processes at once and be stopped anywhere: a ledger takes each position once, and the cursor
 * is moved only behind what was entered.
 */
export async function project(store: Store, feed: Feed): Promise<Cursor> {
  let cursor = await store.cursor()
  for (;;) {
    const entries = await feed.lrs.feed(cursor.position, batch)
    const last = entries.at(-1)
    if (!last) return cursor
    await store.apply(changes(feed.vocabulary, entries))
    await store.moveTo(last.position, last.stored)
    cursor = { position: last.position, stored: last.stored }
  }
}

export const changes = (vocabulary: Vocabulary, entries: FeedEntry[]): Change[] =>
  entries.map((entry) => changeOf(vocabulary, entry)).filter((change) => change !== undefined)
