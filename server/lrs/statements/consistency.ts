import type { Clock } from '../../base/clock.js'
import type { JournalStore } from '../journal/store.js'

/** How long one look at the journal serves all requests. */
const servesMs = 500

/** A writer takes its moment of storing this much before its entry can be seen, at the very most. */
const marginMs = 1000

/**
 * The moment before which every stored statement can be read (Communication 2.1.3, Consistent-Through): just before
 * the oldest entry that is not applied, else just now. Looks at the journal at most twice a second.
 */
export function createConsistency(journal: JournalStore, clock: Clock): () => Promise<Date> {
  let looked = -Infinity
  let through: Promise<Date> = Promise.resolve(new Date(0))

  async function look(): Promise<Date> {
    const now = clock.now().getTime() - marginMs
    const oldest = await journal.oldestOpen()
    return new Date(oldest ? Math.min(oldest.getTime() - 1, now) : now)
  }

  return () => {
    const now = performance.now()
    if (now - looked > servesMs) {
      looked = now
      through = look()
      // A failure is told to whoever asked; the next one looks again.
      through.catch(() => (looked = -Infinity))
    }
    return through
  }
}
