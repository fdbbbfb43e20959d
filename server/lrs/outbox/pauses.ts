const first = 5_000
const longest = 3_600_000

/** So many failures are remembered; what is forgotten is only tried sooner. */
const mostRemembered = 10_000

/** Growing pauses between attempts at what keeps failing: five seconds, ten, twenty … an hour. */
export interface Pauses {
  isDue(key: string): boolean
  /** @returns how often it failed in a row */
  failed(key: string): number
  succeeded(key: string): void
}

/** @param now milliseconds of any watch that only goes forward */
export function createPauses(now: () => number = () => performance.now()): Pauses {
  const failures = new Map<string, { times: number; until: number }>()
  return {
    isDue: (key) => (failures.get(key)?.until ?? -Infinity) <= now(),
    failed(key) {
      const times = (failures.get(key)?.times ?? 0) + 1
      failures.delete(key)
      failures.set(key, { times, until: now() + Math.min(first * 2 ** (times - 1), longest) })
      const [oldest] = failures.keys()
      if (failures.size > mostRemembered && oldest !== undefined) failures.delete(oldest)
      return times
    },
    succeeded: (key) => void failures.delete(key),
  }
}
