/** What was read a moment ago, by key. */
export interface Recent<T> {
  /** Reads, or gives what was read a moment ago, which nobody may change; who asks meanwhile waits for the same reading. */
  get(key: string): Promise<T>
  /** To be called before and after what lies behind a key is changed: the next one reads it anew. */
  forget(key: string): void
}

/** So many keys are kept; beyond that, all are read anew. */
const keepAtMost = 5000

/** How old 'a moment ago' may be. */
export const momentMs = 2000

/**
 * Remembers readings for a short time, in this process only: another process's changes are seen when it is over.
 * A reading that was under way when its key was changed is not kept.
 */
export function createRecent<T>(read: (key: string) => Promise<T>, keepMs = momentMs): Recent<T> {
  const kept = new Map<string, { since: number; reading: Promise<T> }>()
  return {
    get(key) {
      const now = performance.now()
      const known = kept.get(key)
      if (known && now - known.since < keepMs) return known.reading
      if (kept.size >= keepAtMost) kept.clear()
      const reading = read(key)
      const entry = { since: now, reading }
      kept.set(key, entry)
      reading.catch(() => {
        if (kept.get(key) === entry) kept.delete(key)
      })
      return reading
    },
    forget(key) {
      kept.delete(key)
    },
  }
}
