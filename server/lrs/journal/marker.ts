import type { Logger } from '../../base/log.js'
import type { JournalStore } from './store.js'

/** How long applied entries wait to be marked together. After a crash they are only applied once more. */
const pauseMs = 50

/** Marks applied entries in the background, many at a time: nobody waits for it. */
export interface Marker {
  mark(number: number): void
  /** The applied entries that the journal does not show as applied yet. */
  unmarked(): number[]
  /** Resolves when all are marked, or could not be. */
  flush(): Promise<void>
}

export function createMarker(journal: JournalStore, log: Logger): Marker {
  const unmarked = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const numbers = [...unmarked]
    if (numbers.length === 0) return
    try {
      await journal.markApplied(numbers)
    } catch (err) {
      log.warn({ err }, 'journal entries could not be marked as applied; they will be applied once more')
    }
    for (const number of numbers) unmarked.delete(number)
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    underWay = underWay.then(write)
    return underWay
  }

  return {
    mark(number) {
      unmarked.add(number)
      timer ??= setTimeout(() => void flush(), pauseMs)
    },
    unmarked: () => [...unmarked],
    flush,
  }
}
