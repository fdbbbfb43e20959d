import { createHmac, randomBytes } from 'node:crypto'
import type { Credential } from './credentials.js'

/** A check that was right: the credential, and the hash against which its secret was checked. */
interface Right {
  credential: Credential
  hash: string
}

/** How long a check serves before the database is asked again whether the credential still stands. */
const servesMs = 30_000

/** More than this many are not remembered: whoever tries secrets must not fill the memory. */
const mostRemembered = 2000

/** At most so many slow checks run at the same time, so that wrong secrets cannot take the whole machine. */
const mostAtOnce = 2

/**
 * Remembers checks of secrets, because the slow hash that protects them costs tens of milliseconds and a request may
 * not. Secrets are remembered only as a digest under a key that lives and dies with this process.
 */
export function createRecentChecks() {
  const digestKey = randomBytes(32)
  const checks = new Map<string, { right: Right | undefined; at: number }>()
  const waiting: (() => void)[] = []
  let running = 0

  const digest = (key: string, secret: string) =>
    createHmac('sha256', digestKey)
      .update(JSON.stringify([key, secret]))
      .digest('base64')

  return {
    /** @returns undefined where the check must be made (again); else its result */
    recall(key: string, secret: string): { credential: Credential | undefined } | undefined {
      const check = checks.get(digest(key, secret))
      if (!check || performance.now() - check.at > servesMs) return undefined
      return { credential: check.right?.credential }
    },

    hashMatches: (key: string, secret: string, hash: string): boolean =>
      checks.get(digest(key, secret))?.right?.hash === hash,

    note(key: string, secret: string, right: Right | undefined): Credential | undefined {
      const name = digest(key, secret)
      checks.delete(name)
      checks.set(name, { right, at: performance.now() })
      const [oldest] = checks.keys()
      if (checks.size > mostRemembered && oldest !== undefined) checks.delete(oldest)
      return right?.credential
    },

    forget: () => checks.clear(),

    /** Runs a slow check when its turn has come. */
    async inTurn<T>(check: () => Promise<T>): Promise<T> {
      if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
      running += 1
      try {
        return await check()
      } finally {
        running -= 1
        waiting.shift()?.()
      }
    },
  }
}
