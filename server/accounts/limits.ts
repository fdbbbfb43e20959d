import type { Request, RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import { addressKey, rateLimit } from '../base/http/index.js'
import { emailKey } from './fold.js'
import { hashToken } from './secrets.js'

/** How often a form may be sent in a window. */
export interface Allowance {
  minutes: number
  /** From one network address, where a whole training room may sit behind one. */
  perAddress: number
  /** For one account from one address, where somebody guesses or asks for mails. */
  perAccountAndAddress: number
  /** For one account from everywhere: well above, so that strangers elsewhere do not shut its owner out. */
  perAccount: number
}

export const defaultLimits = {
  signIn: { minutes: 15, perAddress: 200, perAccountAndAddress: 10, perAccount: 100 },
  letters: { minutes: 60, perAddress: 100, perAccountAndAddress: 5, perAccount: 20 },
  codes: { minutes: 15, perAddress: 100, perAccountAndAddress: 10, perAccount: 100 },
  passwords: { minutes: 15, perAddress: 200, perAccountAndAddress: 10, perAccount: 20 },
} as const

type LimitName = keyof typeof defaultLimits
export type Limits = Record<LimitName, Allowance>

/** The counters of a form. */
export interface FormLimit {
  guard: RequestHandler[]
  /** Whoever succeeded is whose account it is: the tries for it, from here and from everywhere, count no more. */
  succeeded(req: Request): Promise<void>
}

export function createLimits(options: {
  connection: Connection
  clock: Clock
  limits: Limits
}): Record<LimitName, FormLimit> {
  const { connection, clock, limits } = options
  /** @param whom whose account a request is about, where it says that: a form sent empty is a mistake, not a guess */
  const forForm = (name: LimitName, whom: (req: Request) => string | undefined): FormLimit => {
    const { minutes, perAddress, perAccountAndAddress, perAccount } = limits[name]
    const shared = { connection, clock, windowSeconds: minutes * 60 }
    const both = (req: Request) => {
      const account = whom(req)
      return account && `${account}:${addressKey(req)}`
    }
    const fromAddress = rateLimit({ ...shared, name: `${name}-address`, limit: perAddress })
    const fromBoth = rateLimit({ ...shared, name: `${name}-both`, limit: perAccountAndAddress, key: both })
    const fromEverywhere = rateLimit({ ...shared, name: `${name}-account`, limit: perAccount, key: whom })
    return {
      // In this order: one address that is refused uses up nothing of what others have.
      guard: [fromAddress, fromBoth, fromEverywhere],
      async succeeded(req) {
        await Promise.all([fromBoth.forget(req), fromEverywhere.forget(req)])
      },
    }
  }
  return {
    signIn: forForm('signIn', entered),
    letters: forForm('letters', entered),
    codes: forForm('codes', entered),
    passwords: forForm('passwords', signedIn),
  }
}

/** Whoever's address was entered, whether or not somebody is signed in; by a hash, since it may be nobody's. */
function entered(req: Request): string | undefined {
  const body: unknown = req.body
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined
  return typeof email === 'string' && email ? hashToken(emailKey(email)) : undefined
}

/** Of a form that asks for the own password. */
const signedIn = (req: Request): string | undefined => req.person?.id
