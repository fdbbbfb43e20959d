import { createHash } from 'node:crypto'

/** How long one look at the database serves: what other processes merged is seen after that. */
const servesMs = 60_000

/** So many activities or agents are remembered, the latest; and of each so many ways to describe it. */
const most = { keys: 5_000, prints: 50 }

/**
 * Remembers which descriptions are merged already, so that a statement that describes its activity as all others do
 * costs no request to the database. A print is the JSON of a description; its digest is kept.
 */
export interface Memory {
  has(key: string, print: string): boolean
  /** @param isNews the key's other descriptions may hold what is no longer the latest: they are forgotten */
  note(key: string, prints: string[], isNews: boolean): void
  forget(key: string): void
}

export function createMemory(): Memory {
  const remembered = new Map<string, { since: number; prints: Set<string> }>()
  return {
    has(key, print) {
      const known = remembered.get(key)
      return known !== undefined && performance.now() - known.since < servesMs && known.prints.has(digest(print))
    },

    note(key, prints, isNews) {
      const known = remembered.get(key)
      const isOver = !known || isNews || performance.now() - known.since >= servesMs || known.prints.size >= most.prints
      const entry = isOver ? { since: performance.now(), prints: new Set<string>() } : known
      for (const print of prints) entry.prints.add(digest(print))
      remembered.delete(key)
      remembered.set(key, entry)
      const [oldest] = remembered.keys()
      if (remembered.size > most.keys && oldest !== undefined) remembered.delete(oldest)
    },

    forget(key) {
      remembered.delete(key)
    },
  }
}

const digest = (print: string) => createHash('sha256').update(print).digest('base64')
