import type { Clock } from '../../server/base/clock.js'

/** A clock that stands until it is moved. */
export function movableClock(at = '2026-11-21T10:00:00.000Z'): Clock & { pass(minutes: number): void } {
  let now = new Date(at)
  return {
    now: () => now,
    pass: (minutes) => {
      now = new Date(now.getTime() + minutes * 60_000)
    },
  }
}
