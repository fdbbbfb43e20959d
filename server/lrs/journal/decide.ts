import type { Prepared } from '../statements/prepare.js'
import { mayVoid, type Storer } from '../statements/voiding.js'
import { isSame, type Known } from './known.js'

/**
 * What becomes of one request: its conflicting ids, the ids of those that void what others stored, or the entries that
 * must be readable before it is answered.
 */
export type Verdict = { conflicts: string[] } | { forbidden: string[] } | { waitsFor: Set<number> }

/**
 * Decides a group of requests in their order: each is stored as a whole or not at all. A statement that is there
 * already and the same is passed over (Communication 2.1.2); one that is not the same refuses its request, and so does
 * one that voids what its sender may not void.
 * @param known the committed statements among the ids of the requests, and among what they void
 * @param next the number of the entry that will hold what is new
 */
export function decide(
  requests: Prepared[][],
  known: ReadonlyMap<string, Known>,
  next: number,
): { fresh: Prepared[]; verdicts: Verdict[] } {
  const accepted = new Map<string, Prepared>()
  const verdicts = requests.map((request) => {
    const { verdict, fresh } = decideOne(request, accepted, known, next)
    for (const [id, prepared] of fresh) accepted.set(id, prepared)
    return verdict
  })
  return { fresh: [...accepted.values()], verdicts }
}

type ById = ReadonlyMap<string, Prepared>

function decideOne(
  request: Prepared[],
  accepted: ById,
  known: ReadonlyMap<string, Known>,
  next: number,
): { verdict: Verdict; fresh: ById } {
  const fresh = new Map<string, Prepared>()
  const waitsFor = new Set<number>()
  const [conflicts, forbidden]: [string[], string[]] = [[], []]
  const storerOf = (id: string): Storer | undefined => fresh.get(id) ?? accepted.get(id) ?? known.get(id)
  for (const prepared of request) {
    const before = seenBefore(prepared, fresh.get(prepared.id) ?? accepted.get(prepared.id), known, next)
    if (!before) {
      if (voidsOthers(prepared, storerOf)) forbidden.push(prepared.id)
      fresh.set(prepared.id, prepared)
    } else if (!before.isSame) conflicts.push(prepared.id)
    else if (before.entry !== undefined) waitsFor.add(before.entry)
  }
  const refusal = conflicts.length > 0 ? { conflicts } : forbidden.length > 0 ? { forbidden } : undefined
  if (refusal) return { verdict: refusal, fresh: new Map() }
  if (fresh.size > 0) waitsFor.add(next)
  return { verdict: { waitsFor }, fresh }
}

/** What is stored, or about to be, under the id of a statement. */
function seenBefore(
  prepared: Prepared,
  beside: Prepared | undefined,
  known: ReadonlyMap<string, Known>,
  next: number,
): { isSame: boolean; entry?: number | undefined } | undefined {
  if (beside) return { isSame: isSame(beside.json, prepared.json), entry: next }
  const stored = known.get(prepared.id)
  return stored && { isSame: stored.same.has(prepared), entry: stored.entry }
}

/** One that is not there yet is nobody's: whether it is voided is asked again when it comes. */
function voidsOthers(prepared: Prepared, storerOf: (id: string) => Storer | undefined): boolean {
  const target = prepared.voids && prepared.target !== undefined ? storerOf(prepared.target) : undefined
  return target !== undefined && !mayVoid(prepared, target)
}
