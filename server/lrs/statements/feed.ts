import type { Logger } from '../../base/log.js'
import type { Statement } from '../../xapi/index.js'
import type { JournalEntry } from '../journal/model.js'
import type { JournalStore } from '../journal/store.js'
import type { FeedEntry, Lrs } from '../types.js'
import type { KeptStatement, StatementStore } from './store.js'
import { mayVoid } from './voiding.js'

/**
 * Reads statements in the order of storing. Positions are dense, so the first gap is where a slower writer is still at
 * work: the feed ends there, and asks for that writer's entry to be finished in case it died. Only an entry that was
 * set aside leaves a gap that lasts, and is passed.
 */
export function createFeed(uses: {
  statements: StatementStore
  journal: Pick<JournalStore, 'quarantined'>
  help: () => Promise<void>
  log: Logger
}): Lrs['feed'] {
  const { statements, journal, help, log } = uses
  return async (after, limit) => {
    const found = await statements.from(after + 1, limit)
    const isDense = (one: KeptStatement, index: number) => one.position === after + 1 + index
    const dense = found.every(isDense) ? found : upToGap(found, after, await journal.quarantined())
    if (dense.length < found.length)
      help().catch((err: unknown) => log.warn({ err }, 'the journal cannot be finished yet'))
    const voided = await voidedAmong(statements, dense)
    return dense.map(({ _id, position, text, stored, origin, countsFor }): FeedEntry => ({
      position,
      statement: JSON.parse(text) as Statement,
      stored,
      origin,
      ...(countsFor !== undefined && { countsFor }),
      voided: voided.has(_id),
    }))
  }
}

/** The part before the first gap that is not of entries set aside. */
function upToGap(found: KeptStatement[], after: number, setAside: Pick<JournalEntry, 'first' | 'count'>[]) {
  const isSetAside = (position: number) =>
    setAside.some(({ first, count }) => first <= position && position < first + count)
  let next = after + 1
  const gap = found.findIndex(({ position }) => {
    while (next < position && isSetAside(next)) next += 1
    return next++ !== position
  })
  return gap === -1 ? found : found.slice(0, gap)
}

/** Asked of the voiding statements themselves: the mark on a statement may come a moment after it. */
async function voidedAmong(statements: StatementStore, found: KeptStatement[]): Promise<Set<string>> {
  const candidates = new Map(found.filter(({ voids }) => !voids).map((one) => [one._id, one]))
  const voidings = await statements.voidingsOf([...candidates.keys()])
  const effective = voidings.filter((voiding) => {
    const target = candidates.get(voiding.target)
    return target !== undefined && mayVoid(voiding, target)
  })
  return new Set(effective.map(({ target }) => target))
}
