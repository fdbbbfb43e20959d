import type { Position } from '../types.js'

/**
 * One thing that a statement says of an activity or agent: which (`name`, `fr`), what (`réunion`), and the position of
 * the statement, by which the later of two prevails.
 */
export interface Fact {
  path: string[]
  value: unknown
  at: Position
}

/** All that is known of one activity or agent: each path once. */
export type Facts = ReadonlyMap<string, Fact>

export const noFacts: Facts = new Map()

const keyOf = ({ path }: Fact) => JSON.stringify(path)

/**
 * Adds what is said to what is known; of each path the latest stays. Facts may come in any order, and again: the
 * result is the same, so whoever repeats the work after a crash, or does it at the same time, does no harm.
 * @param mostCharacters of the facts as text; beyond that the oldest are dropped
 * @returns `isNews`: whether anything is said that was not known (that it is said later is none)
 */
export function merge(known: Facts, said: Fact[], mostCharacters: number): { facts: Facts; isNews: boolean } {
  const facts = new Map(known)
  for (const fact of said) {
    const before = facts.get(keyOf(fact))
    if (!before || before.at < fact.at) facts.set(keyOf(fact), fact)
  }
  const kept = newest(facts, mostCharacters)
  const isNew = (fact: Fact) => kept.get(keyOf(fact)) === fact && !isSame(known.get(keyOf(fact)), fact)
  return { facts: kept, isNews: said.some(isNew) }
}

/** Whether facts are known already, or could not be kept: to tell them once more would change nothing. */
export const holds = (known: Facts, said: Fact[]): boolean =>
  said.every((fact) => {
    const there = known.get(keyOf(fact))
    return there === undefined || isSame(there, fact)
  })

const isSame = (a: Fact | undefined, b: Fact) =>
  a !== undefined && (a.value === b.value || JSON.stringify(a.value) === JSON.stringify(b.value))

/** As text, because paths and values hold what no field of a document may be named. */
export const toText = (facts: Facts): string => `[${[...facts.values()].map(entryOf).join(',')}]`

export const fromText = (text: string): Facts =>
  new Map(
    (JSON.parse(text) as [string[], unknown, Position][]).map(([path, value, at]) => {
      const fact = { path, value, at }
      return [keyOf(fact), fact]
    }),
  )

const entryOf = ({ path, value, at }: Fact) => JSON.stringify([path, value, at])

function newest(facts: Facts, mostCharacters: number): Facts {
  if (toText(facts).length <= mostCharacters) return facts
  const ordered = [...facts].sort(([, a], [, b]) => b.at - a.at)
  let left = mostCharacters
  return new Map(ordered.filter(([, fact]) => (left -= entryOf(fact).length + 1) >= 1))
}
