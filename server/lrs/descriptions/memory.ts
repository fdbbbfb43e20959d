/** How long one look at the database serves: what other processes merged is seen after that. */
const servesMs = 60_000

/** So many characters of descriptions are remembered, the latest; and of one activity or agent so many descriptions. */
const most = { characters: 8 * 1024 * 1024, prints: 50 }

/**
 * Remembers which descriptions are merged already, so that a statement that describes its activity as all others do
 * costs no request to the database. A print is the JSON of a description.
 */
export interface Memory {
  has(key: string, print: string): boolean
  /** @param isNews the key's other descriptions may hold what is no longer the latest: they are forgotten */
  note(key: string, prints: string[], isNews: boolean): void
  forget(key: string): void
}

interface Entry {
  since: number
  prints: Set<string>
  characters: number
}

export function createMemory(): Memory {
  const remembered = new Map<string, Entry>()
  let characters = 0

  function forget(key: string): void {
    characters -= remembered.get(key)?.characters ?? 0
    remembered.delete(key)
  }

  return {
    has(key, print) {
      const known = remembered.get(key)
      return known !== undefined && isFresh(known) && known.prints.has(print)
    },

    note(key, prints, isNews) {
      const known = remembered.get(key)
      const goesOn = known && !isNews && isFresh(known) && known.prints.size < most.prints
      const all = new Set([...(goesOn ? known.prints : []), ...prints])
      const entry = { since: goesOn ? known.since : performance.now(), prints: all, characters: weigh(key, all) }
      forget(key)
      remembered.set(key, entry)
      characters += entry.characters
      for (const oldest of remembered.keys()) if (characters > most.characters) forget(oldest)
    },

    forget,
  }
}

const isFresh = ({ since }: Entry) => performance.now() - since < servesMs
const weigh = (key: string, prints: Set<string>) => [key, ...prints].reduce((sum, text) => sum + text.length + 100, 0)
