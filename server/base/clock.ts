/** The only source of 'now'. Rules take a moment as an argument; what acts takes a clock, so that tests can move it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
