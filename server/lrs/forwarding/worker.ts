import type { Clock } from '../../base/clock.js'
import type { Logger } from '../../base/log.js'
import type { Statement } from '../../xapi/index.js'
import { RemoteFailure } from '../../xapi/index.js'
import type { FeedEntry, Lrs } from '../types.js'
import type { DeadLetterStore } from './dead-letter-store.js'
import type { Delivery } from './deliver.js'
import { inRequests, itemsOf, type Item } from './items.js'
import type { Claim } from './store.js'
import type { DeadLetter, Trouble } from './types.js'
import type { Verdict } from './verdict.js'

/** How a worker's turn ended; `lost`: an administrator changed the target, or the lease ran out. */
export type End = { kind: 'empty' | 'lost' | 'stopped' } | Hindrance
export type Hindrance = Extract<Verdict, { kind: 'later' | 'paused' }>

export interface Turn {
  claim: Claim
  delivery: Delivery
  passes: (entry: Pick<FeedEntry, 'statement' | 'origin'>) => boolean
  lrs: Pick<Lrs, 'feed' | 'get' | 'voidingsOf'>
  letters: DeadLetterStore
  clock: Clock
  log: Logger
  isStopping: () => boolean
}

/** So many places of the feed are read at a time. */
const page = 500

/** Where so many were refused with none delivered between them, it is the target, or its version, that is wrong. */
export const mostRefusedInARow = 20

/** After so many failed tries each statement is sent by itself: it may be one of them that breaks the other side. */
const apartAfter = 3

/**
 * Sends a target what waits: first the dead letters that an administrator wants sent again, then the feed from the
 * target's position. The position moves only behind what was delivered, or kept as a dead letter; so whatever ends the
 * process, at worst something is sent twice, under the same ids.
 */
export async function takeTurn(turn: Turn): Promise<End> {
  try {
    return (await resend(turn)) ?? (await follow(turn))
  } catch (error) {
    if (error instanceof RemoteFailure) return { kind: 'stopped' }
    throw error
  }
}

/** What a turn remembers of its way. */
interface Run {
  refusedInARow: number
  /** Each statement goes by itself. */
  apart: boolean
}

async function follow(turn: Turn): Promise<End> {
  const { claim, lrs, clock } = turn
  const { refusedInARow, failure } = claim.target
  const run: Run = { refusedInARow, apart: (failure?.times ?? 0) >= apartAfter }
  let { position } = claim.target
  for (;;) {
    const entries = await lrs.feed(position, page)
    const last = entries.at(-1)
    if (!last) return { kind: 'empty' }
    for (const request of inRequests(await itemsOf(entries, turn))) {
      const end = await deliver(turn, request, run)
      if (end) return end
    }
    position = last.position
    if (!(await claim.advance({ position, delivered: 0, refused: 0, at: clock.now() }))) return { kind: 'lost' }
  }
}

/** Delivers what goes into one request, together or one by one. @returns undefined where the next may follow */
async function deliver(turn: Turn, items: Item[], run: Run): Promise<End | undefined> {
  const isMarked = items.some(({ statement }) => statement.id === turn.claim.target.setAside)
  if (items.length > 1 && !run.apart && !isMarked) {
    if (turn.isStopping()) return { kind: 'stopped' }
    const verdict = await turn.delivery.send(items.map(({ statement }) => statement))
    if (verdict.kind !== 'apart') return conclude(turn, items, verdict, run)
  }
  for (const item of items) {
    if (turn.isStopping()) return { kind: 'stopped' }
    const end = await conclude(turn, [item], await sendOne(turn, item.statement), run)
    if (end) return end
  }
  // The other side took them: the next are sent together again.
  run.apart = false
  return undefined
}

async function conclude(turn: Turn, items: Item[], verdict: Verdict, run: Run): Promise<End | undefined> {
  const [first, ...others] = items
  if (!first) return undefined
  switch (verdict.kind) {
    case 'delivered':
      return settle(turn, items, run)
    case 'refused':
      return refuse(turn, first, verdict.trouble, run)
    case 'later':
    case 'paused':
      return others.length > 0 ? verdict : about(verdict, first.statement)
    default:
      throw new Error(`one statement was judged as '${verdict.kind}'`)
  }
}

/** Notes a delivery. */
async function settle({ claim, clock }: Turn, items: Item[], run: Run): Promise<End | undefined> {
  const position = items.at(-1)?.through ?? claim.target.position
  run.refusedInARow = 0
  const isHeld = await claim.advance({ position, delivered: items.length, refused: 0, at: clock.now() })
  return isHeld ? undefined : { kind: 'lost' }
}

/** Keeps a statement as a dead letter and goes on behind it, unless nothing but refusals comes. */
async function refuse(
  turn: Turn,
  { statement, position, through }: Item,
  trouble: Trouble,
  run: Run,
): Promise<End | undefined> {
  const { claim, clock } = turn
  await keepLetter(turn, { ...trouble, statement: statement.id, position })
  run.refusedInARow += 1
  if (!(await claim.advance({ position: through, delivered: 0, refused: 1, at: clock.now() }))) return { kind: 'lost' }
  if (trouble.reason === 'set-aside') await claim.setAside()
  return run.refusedInARow >= mostRefusedInARow
    ? { kind: 'paused', trouble: { ...trouble, reason: 'refusals' } }
    : undefined
}

async function keepLetter({ claim, letters, clock, log }: Turn, letter: Omit<DeadLetter, 'target' | 'at' | 'again'>) {
  const { _id: target, name } = claim.target
  await letters.keep({ ...letter, target, at: clock.now(), again: false })
  const { statement, reason, status } = letter
  log.warn({ target: name, statement, reason, status }, 'a statement was refused by another LRS: a dead letter')
}

async function sendOne({ claim, delivery }: Turn, statement: Statement): Promise<Verdict> {
  const { setAside, failure } = claim.target
  if (setAside !== statement.id) return delivery.send([statement])
  const { status, detail } = failure ?? {}
  const known = { ...(status !== undefined && { status }), ...(detail !== undefined && { detail }) }
  return { kind: 'refused', trouble: { reason: 'set-aside', ...known } }
}

const about = (verdict: Hindrance, { id }: Statement): Hindrance => ({
  ...verdict,
  trouble: { ...verdict.trouble, statement: id },
})

/** Sends dead letters again, in the order of storing; what is refused again stays one, with the newer answer. */
async function resend(turn: Turn): Promise<End | undefined> {
  const { claim, letters, lrs, delivery, clock } = turn
  const { _id: target, position, resend } = claim.target
  if (resend === undefined) return undefined
  for (;;) {
    const [letter] = await letters.waiting(target, 1)
    if (!letter) return (await claim.resent()) ? undefined : { kind: 'lost' }
    if (turn.isStopping()) return { kind: 'stopped' }
    const stored = await lrs.get(letter.statement)
    const verdict: Verdict = stored ? await delivery.send([stored.statement]) : { kind: 'delivered' }
    if (verdict.kind === 'later' || verdict.kind === 'paused') return verdict
    if (verdict.kind === 'refused')
      await keepLetter(turn, { ...verdict.trouble, statement: letter.statement, position: letter.position })
    else await letters.remove({ target, statement: letter.statement })
    const delivered = verdict.kind === 'delivered' ? 1 : 0
    if (!(await claim.advance({ position, delivered, refused: 0, at: clock.now() }))) return { kind: 'lost' }
  }
}
