import type { FeedEntry, Lrs } from '../lrs/index.js'
import { voidedVerb, type Vocabulary } from '../xapi/index.js'
import { countsForParty } from './foreign.js'
import { ledgerEntry } from './read.js'
import type { Change, Cursor, Store } from './store.js'

export interface Feed {
  lrs: Pick<Lrs, 'feed'>
  vocabulary: Vocabulary
}

const batch = 1000

/**
 * What a place of the feed changes in the ledgers; undefined for most. Our own statements count, and those of a
 * credential of which the Secretariat had said so when they were stored, about its Party alone. Who may void them is the
 * LRS's to say: only who stored them.
 */
export function changeOf(
  vocabulary: Vocabulary,
  { position, statement, origin, countsFor, voided }: FeedEntry,
): Change | undefined {
  if (statement.verb.id === voidedVerb) {
    const target = statement.object.id?.toLowerCase()
    return target === undefined ? undefined : { position, voids: target }
  }
  if (origin !== 'platform' && !(countsFor && countsForParty(vocabulary, statement, countsFor))) return undefined
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
  return follow(store, feed, await store.cursor(), (cursor) => store.moveTo(cursor))
}

/**
 * Reads all statements anew into ledgers of their own, which nobody reads or writes meanwhile, and puts them in the
 * place of those that are read. Where two do it at once, the one that began later has its way.
 */
export async function rebuild(store: Store, feed: Feed): Promise<void> {
  await store.finish(await follow(store, feed, await store.begin()))
}

/** Enters what the feed holds behind a cursor. @returns the cursor at its end */
async function follow(
  store: Store,
  { lrs, vocabulary }: Feed,
  start: Cursor,
  moveTo?: (cursor: Cursor) => Promise<void>,
): Promise<Cursor> {
  let cursor = start
  for (;;) {
    const entries = await lrs.feed(cursor.position, batch)
    const last = entries.at(-1)
    if (!last) return cursor
    await store.apply(cursor.generation, changes(vocabulary, entries))
    cursor = { ...cursor, position: last.position, stored: last.stored }
    await moveTo?.(cursor)
  }
}

export const changes = (vocabulary: Vocabulary, entries: FeedEntry[]): Change[] =>
  entries.map((entry) => changeOf(vocabulary, entry)).filter((change) => change !== undefined)
