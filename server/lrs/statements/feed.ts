import type { Logger } from '../../base/log.js'
import type { Statement } from '../../xapi/index.js'
import type { FeedEntry, Lrs } from '../types.js'
import type { StatementStore } from './store.js'

/**
 * Reads statements in the order of storing. Positions are dense, so the first gap is where a slower writer is still at
 * work: the feed ends there, and asks for that writer's entry to be finished in case it died.
 */
export function createFeed(uses: { statements: StatementStore; help: () => Promise<void>; log: Logger }): Lrs['feed'] {
  const { statements, help, log } = uses
  return async (after, limit) => {
    const found = await statements.from(after + 1, limit)
    const gap = found.findIndex(({ position }, index) => position !== after + 1 + index)
    if (gap !== -1) help().catch((err: unknown) => log.warn({ err }, 'the journal cannot be finished yet'))
    const dense = gap === -1 ? found : found.slice(0, gap)
    // Asked of the voiding statements themselves: the mark on a statement may come a moment after it.
    const referrers = await statements.referrersOf(dense.filter(({ voids }) => !voids).map(({ _id }) => _id))
    const voided = new Set(referrers.filter(({ voids }) => voids).map(({ target }) => target))
    return dense.map(({ _id, position, text, stored, origin }): FeedEntry => ({
      position,
      statement: JSON.parse(text) as Statement,
      stored,
      origin,
      voided: voided.has(_id),
    }))
  }
}
