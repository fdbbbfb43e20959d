const [firstMs, longestMs] = [5_000, 15 * 60_000]

/** The longest that a target may make us wait by Retry-After. */
const longestAskedMs = 24 * 3_600_000

/**
 * How long to wait after a failed try: five seconds, ten, twenty … a quarter of an hour, and of that between a half and
 * all, by chance, so that many who failed together do not come back together. A target that asks for longer gets it.
 * @param times how often it failed in a row, from 1
 * @param asked the header Retry-After: seconds, or a date
 * @param random from 0 up to 1
 */
export function pauseMs(times: number, asked: string | undefined, now: Date, random: () => number): number {
  const own = Math.min(firstMs * 2 ** Math.min(times - 1, 20), longestMs)
  const jittered = own / 2 + (own / 2) * random()
  return Math.max(jittered, Math.min(askedMs(asked, now), longestAskedMs))
}

function askedMs(asked: string | undefined, now: Date): number {
  if (asked === undefined) return 0
  if (/^\d{1,9}$/.test(asked.trim())) return Number(asked) * 1000
  const date = Date.parse(asked)
  return Number.isNaN(date) ? 0 : Math.max(date - now.getTime(), 0)
}
