import { randomId } from '../../base/ids.js'
import { createRemoteLrs } from '../../xapi/index.js'
import type { DeadLetterStore } from './dead-letter-store.js'
import { createDelivery } from './deliver.js'
import { mayBePrivate } from './endpoint.js'
import { createFilter, credentialIn } from './filter.js'
import { pauseMs } from './pauses.js'
import { sealedFor, type Seal } from './seal.js'
import type { Standings } from './standing.js'
import type { Claim, TargetStore } from './store.js'
import type { Failure, Forwarding, ForwardingOptions, Trouble } from './types.js'
import { takeTurn, type End, type Hindrance, type Turn } from './worker.js'

interface Uses extends ForwardingOptions {
  targets: TargetStore
  letters: DeadLetterStore
  seal: Seal
  standings: Standings
}

/** What is being sent may end within this when the process stops. */
const graceMs = 2_000
/** A lease is renewed so often while its worker is at work. */
const renewMs = 10_000
/** A queue that does not drain is told so often. */
const tellMs = 10 * 60_000

/** Runs a worker for every target to which something can be sent: one of all processes for each. */
export function createTending(uses: Uses): Pick<Forwarding, 'tend' | 'settled' | 'stop'> {
  const { targets, lrs, clock, log } = uses
  const working = new Map<string, Promise<void>>()
  const cut = new AbortController()
  const holder = randomId()
  let stopping = false
  let toldAt = -Infinity

  async function work(id: string): Promise<void> {
    const claim = await targets.take(id, holder, clock.now())
    if (!claim) return
    const renewal = setInterval(() => {
      claim.renew(clock.now()).catch((err: unknown) => log.warn({ err }, 'a lease cannot be renewed'))
    }, renewMs)
    try {
      const end = await turnOf(uses, claim, { signal: cut.signal, isStopping: () => stopping })
      await conclude(uses, claim, end)
    } finally {
      clearInterval(renewal)
    }
  }

  function begin(id: string): void {
    const run = work(id)
      .catch((err: unknown) => log.error({ err, target: id }, 'forwarding failed and will be tried again'))
      .finally(() => working.delete(id))
    working.set(id, run)
  }

  return {
    async tend() {
      if (stopping) return
      const due = await targets.due(clock.now(), await lrs.last())
      for (const id of due) if (!stopping && !working.has(id)) begin(id)
      if (performance.now() - toldAt < tellMs) return
      toldAt = performance.now()
      await tellStuck(uses)
    },

    async settled() {
      while (working.size > 0) await Promise.all(working.values())
    },

    async stop() {
      stopping = true
      const limit = setTimeout(() => cut.abort(), graceMs)
      await Promise.all(working.values())
      clearTimeout(limit)
    },
  }
}

async function turnOf(uses: Uses, claim: Claim, of: { signal: AbortSignal; isStopping: () => boolean }): Promise<End> {
  const { seal, lrs, letters, clock, log, privateHosts } = uses
  const { _id: id, endpoint, key, version, sealed } = claim.target
  const secret = seal.open(sealed, sealedFor(id, endpoint))
  if (secret === undefined) return { kind: 'paused', trouble: { reason: 'secret' } }
  const remote = createRemoteLrs({
    ...{ endpoint, key, secret, version, signal: of.signal },
    ...{ mayBePrivate: mayBePrivate(endpoint, privateHosts), timeoutMs: uses.timeoutMs ?? 30_000 },
  })
  try {
    const delivery = createDelivery(remote, uses.attachment ?? (() => Promise.resolve(undefined)))
    const passes = await filterOf(uses, claim)
    return await takeTurn({ claim, delivery, passes, lrs, letters, clock, log, isStopping: of.isStopping })
  } finally {
    remote.close()
  }
}

async function filterOf({ lrs, vocabulary }: Uses, { target }: Claim): Promise<Turn['passes']> {
  const passes = createFilter(target.filter, vocabulary)
  const needsParties = target.filter.parties.length > 0 && target.filter.origin === 'all'
  const parties = new Map(needsParties ? (await lrs.credentials.list()).map(({ id, party }) => [id, party]) : [])
  return (entry) => {
    const credential = credentialIn(entry)
    return passes(entry, { credential, party: credential === undefined ? undefined : parties.get(credential) })
  }
}

async function conclude(uses: Uses, claim: Claim, end: End): Promise<void> {
  switch (end.kind) {
    case 'later':
    case 'paused':
      return noteFailure(uses, claim, end)
    case 'lost':
      return
    default:
      await claim.release({ isEmpty: end.kind === 'empty' })
  }
}

async function noteFailure({ clock, log, random = Math.random }: Uses, claim: Claim, end: Hindrance): Promise<void> {
  const now = clock.now()
  const failure = failureOf(end.trouble, (await claim.now())?.failure, now)
  const { reason, status, statement, times } = failure
  // What an LRS answers is for the page: it may say anything.
  const detail = status === undefined ? failure.detail : undefined
  const what = { target: claim.target.name, reason, status, detail, statement, times }
  if (end.kind === 'paused') {
    await claim.fail(failure)
    log.error(what, 'forwarding to an LRS is paused until an administrator resumes it')
    return
  }
  const nextTryAt = new Date(now.getTime() + pauseMs(times, end.retryAfter, now, random))
  await claim.fail(failure, nextTryAt)
  log.warn({ ...what, nextTryAt }, 'an LRS does not take statements now; they are sent again later')
}

function failureOf(trouble: Trouble, before: Failure | undefined, at: Date): Failure {
  return { ...trouble, since: before?.since ?? at, at, times: (before?.times ?? 0) + 1 }
}

async function tellStuck({ standings, log }: Uses): Promise<void> {
  for (const { target, waiting, waitingSince, isStuck } of await standings.standings()) {
    if (!isStuck) continue
    const { name, behindSince, pausedAt, failure } = target
    log.error(
      { target: name, waiting, waitingSince, behindSince, pausedAt, reason: failure?.reason },
      'a queue of statements to an LRS does not drain',
    )
  }
}
