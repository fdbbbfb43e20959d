import { sameStatement, type Statement } from '../../xapi/index.js'
import type { Prepared } from '../statements/prepare.js'

/** A statement that is committed: its JSON, and the entry that holds it where that one may not be applied yet. */
export interface Known {
  json: string
  entry?: number
}

/** What becomes of one request: its conflicting ids, or the entries that must be readable before it is answered. */
export type Verdict = { conflicts: string[] } | { waitsFor: Set<number> }

/**
 * Decides a group of requests in their order: each is stored as a whole or not at all. A statement that is there
 * already and the same is passed over (Communication 2.1.2); one that is not the same refuses its request.
 * @param known the committed statements among the ids of the requests
 * @param next the number of the entry that will hold what is new
 */
export function decide(
  requests: Prepared[][],
  known: ReadonlyMap<string, Known>,
  next: number,
): { fresh: Prepared[]; verdicts: Verdict[] } {
  const accepted = new Map<string, Prepared>()
  const verdicts = requests.map((request): Verdict => {
    const own = new Map<string, Prepared>()
    const waitsFor = new Set<number>()
    const conflicts = new Set<string>()
    for (const prepared of request) {
      const before = knownBefore(prepared.id, own, accepted, known, next)
      if (before && !isSame(before.json, prepared.json)) conflicts.add(prepared.id)
      else if (!before) own.set(prepared.id, prepared)
      else if (before.entry !== undefined) waitsFor.add(before.entry)
    }
    if (conflicts.size > 0) return { conflicts: [...conflicts] }
    for (const [id, prepared] of own) accepted.set(id, prepared)
    if (own.size > 0) waitsFor.add(next)
    return { waitsFor }
  })
  return { fresh: [...accepted.values()], verdicts }
}

function knownBefore(
  id: string,
  own: ReadonlyMap<string, Prepared>,
  accepted: ReadonlyMap<string, Prepared>,
  known: ReadonlyMap<string, Known>,
  next: number,
): Known | undefined {
  const beside = own.get(id) ?? accepted.get(id)
  return beside ? { json: beside.json, entry: next } : known.get(id)
}

const isSame = (a: string, b: string) =>
  a === b || sameStatement(JSON.parse(a) as Statement, JSON.parse(b) as Statement)
