/** What a bench measured: one line of JSON. */
export interface Figure {
  figure: string
  value: number
  unit: string
  /** What is aimed at, such as '>= 0.3'. */
  goal?: string
  [detail: string]: unknown
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2
}

/** The smallest value that so many per cent of all do not exceed. */
export const percentile = (values: number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] ?? NaN

export const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits))
