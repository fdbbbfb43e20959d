import { coalesce } from '../../base/coalesce.js'
import { holds, merge, noFacts, type Fact, type Facts } from './facts.js'
import { createMemory } from './memory.js'
import type { DescriptionStore, Known } from './store.js'

/** What one statement says of one activity or agent. */
export interface Description {
  key: string
  /** The description as JSON: equal ones need not be merged again. */
  print: string
  facts: () => Fact[]
}

/** Merges what statements say. Resolved means: written. Everything may be told again, by anybody, in any order. */
export interface Merger {
  tell(descriptions: Description[]): Promise<void>
  known(keys: string[]): Promise<Map<string, Facts>>
  forget(key: string): Promise<void>
}

/** So many activities are read and written together. */
const atOnce = 100

/** @param mostCharacters that are kept of one activity or agent */
export function createMerger(store: DescriptionStore, mostCharacters: number): Merger {
  const memory = createMemory()
  let waiting: Description[] = []

  // One run at a time in this process, with all that came meanwhile: only other processes can be faster.
  const run = coalesce(async () => {
    const told = [...byKey(waiting.splice(0))]
    for (let start = 0; start < told.length; start += atOnce) await write(new Map(told.slice(start, start + atOnce)))
  })

  /** Merges until nobody else was faster. */
  async function write(told: Map<string, Description[]>): Promise<void> {
    for (let left = [...told.keys()]; left.length > 0;) {
      const found = await store.read(left)
      const merged = new Map(left.map((key) => [key, mergedWith(found.get(key), told.get(key) ?? [])]))
      const changes = new Map([...merged].filter(([, { isNews }]) => isNews))
      const lost = await store.write(changes)
      for (const [key, result] of merged) if (!lost.includes(key)) note(key, result, told.get(key) ?? [])
      left = lost
    }
  }

  function mergedWith(found: Known | undefined, descriptions: Description[]): Known & { isNews: boolean } {
    const said = descriptions.flatMap(({ facts }) => facts())
    return { revision: found?.revision ?? 0, ...merge(found?.facts ?? noFacts, said, mostCharacters) }
  }

  function note(key: string, { facts, isNews }: { facts: Facts; isNews: boolean }, descriptions: Description[]): void {
    const lasting = descriptions.filter((one) => holds(facts, one.facts()))
    memory.note(
      key,
      lasting.map(({ print }) => print),
      isNews,
    )
  }

  return {
    async tell(descriptions) {
      const unknown = descriptions.filter(({ key, print }) => !memory.has(key, print))
      if (unknown.length === 0) return
      waiting = waiting.concat(unknown)
      await run()
    },

    async known(keys) {
      const found = await store.read(keys)
      return new Map([...found].map(([key, { facts }]) => [key, facts]))
    },

    async forget(key) {
      await store.delete(key)
      memory.forget(key)
    },
  }
}

function byKey(descriptions: Description[]): Map<string, Description[]> {
  const grouped = new Map<string, Description[]>()
  for (const one of descriptions) {
    const group = grouped.get(one.key)
    if (group) group.push(one)
    else grouped.set(one.key, [one])
  }
  return grouped
}
