import type { Clock } from '../../base/clock.js'
import type { Logger } from '../../base/log.js'
import type { CredentialStore } from './store.js'

/** A use is written down this long after the one before, at the earliest. */
const everyMs = 60_000

/** Notes when credentials were last used, behind the back of requests: none waits for it, and most cost a look at a map. */
export interface LastUse {
  note(id: string): void
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

export function createLastUse(uses: { store: Pick<CredentialStore, 'used'>; clock: Clock; log: Logger }): LastUse {
  const { store, clock, log } = uses
  const notedAt = new Map<string, number>()
  const writing = new Set<Promise<void>>()

  function write(id: string): void {
    const run = store
      .used(id, clock.now())
      .catch((err: unknown) => {
        log.warn({ err, credential: id }, 'the last use of a credential could not be written down')
      })
      .finally(() => writing.delete(run))
    writing.add(run)
  }

  return {
    note(id) {
      const now = performance.now()
      if (now - (notedAt.get(id) ?? -Infinity) < everyMs) return
      notedAt.set(id, now)
      write(id)
    },
    async settled() {
      await Promise.all(writing)
    },
  }
}
