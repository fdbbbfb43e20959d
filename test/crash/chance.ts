/** Chance that can be repeated: the same seed gives the same numbers (mulberry32). */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    /** A whole number, both ends included. */
    whole,
    oneOf: <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T,
  }
}

export type Chance = ReturnType<typeof chance>
