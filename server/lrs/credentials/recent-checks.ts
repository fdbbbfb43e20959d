import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../base/clock.js'
import { LrsError } from '../errors.js'
import type { Credential } from './credential.js'

/** A check that was right: the credential, the hash against which its secret was checked, and until when that is good. */
interface Right {
  credential: Credential
  hash: string
  until?: Date | undefined
}

/** How long a check serves before the database is asked again whether the credential still stands. */
const servesMs = 30_000

/** More than this many of a kind are not remembered: whoever tries secrets must not fill the memory. */
const mostRemembered = 2000

/** At most so many slow checks run at the same time, so that wrong secrets cannot take the whole machine. */
const mostAtOnce = 2

/** So many more may wait for their turn: a few seconds' work. */
const mostWaiting = 50

/**
 * Remembers checks of secrets, because the slow hash that protects them costs tens of milliseconds and a request may
 * not. Secrets are remembered only as a digest under a key that lives and dies with this process. Wrong ones are kept
 * apart from right ones: however many are tried, they push out no right one.
 */
export function createRecentChecks(clock: Clock) {
  const digestKey = randomBytes(32)
  const rights = new Map<string, Right & { at: number }>()
  const wrongs = new Map<string, { at: number }>()
  const underWay = new Map<string, Promise<Credential | undefined>>()
  const inTurn = createTurns()
  const isOver = ({ until }: Right) => until !== undefined && clock.now() >= until

  const digest = (key: string, secret: string) =>
    createHmac('sha256', digestKey)
      .update(JSON.stringify([key, secret]))
      .digest('base64')

  return {
    inTurn,

    /** @returns undefined where the check must be made (again); else its result */
    recall(key: string, secret: string): { credential: Credential | undefined } | undefined {
      const name = digest(key, secret)
      const [right, wrong] = [rights.get(name), wrongs.get(name)]
      if (right && serves(right) && !isOver(right)) return { credential: right.credential }
      return wrong && serves(wrong) ? { credential: undefined } : undefined
    },

    hashMatches: (key: string, secret: string, hash: string): boolean => rights.get(digest(key, secret))?.hash === hash,

    noteRight(key: string, secret: string, right: Right): Credential {
      const name = digest(key, secret)
      wrongs.delete(name)
      remember(rights, name, { ...right, at: performance.now() })
      return right.credential
    },

    noteWrong(key: string, secret: string): undefined {
      const name = digest(key, secret)
      rights.delete(name)
      remember(wrongs, name, { at: performance.now() })
    },

    forget() {
      rights.clear()
      wrongs.clear()
    },

    /** Requests with the same key and secret that come at the same time share one check. */
    together(
      key: string,
      secret: string,
      check: () => Promise<Credential | undefined>,
    ): Promise<Credential | undefined> {
      const name = digest(key, secret)
      const running = underWay.get(name) ?? check().finally(() => underWay.delete(name))
      underWay.set(name, running)
      return running
    },
  }
}

const serves = ({ at }: { at: number }) => performance.now() - at <= servesMs

/** Keeps the newest. */
function remember<T>(checks: Map<string, T>, name: string, check: T): void {
  checks.delete(name)
  checks.set(name, check)
  const [oldest] = checks.keys()
  if (checks.size > mostRemembered && oldest !== undefined) checks.delete(oldest)
}

/** Lets slow checks run a few at a time. */
function createTurns() {
  const waiting: (() => void)[] = []
  let running = 0
  /** @throws LrsError 503 where too many wait already */
  return async <T>(check: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting)
        throw new LrsError(503, 'busy', 'too many keys are being checked; try again', [], { 'Retry-After': '5' })
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    running += 1
    try {
      return await check()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
