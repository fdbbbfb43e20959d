import type { Request, RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import { rateLimit } from '../base/http/index.js'
import { emailKey } from './fold.js'
import { hashToken } from './secrets.js'

/**
 * Requests per window: from one address, where a whole training room may sit behind one, and for one account, where
 * somebody guesses or mails are asked for.
 */
export const defaultLimits = {
  signIn: { minutes: 15, perAddress: 200, perAccount: 10 },
  letters: { minutes: 60, perAddress: 100, perAccount: 10 },
  codes: { minutes: 15, perAddress: 100, perAccount: 10 },
  passwords: { minutes: 15, perAddress: 200, perAccount: 10 },
} as const

type LimitName = keyof typeof defaultLimits
export type Limits = Record<LimitName, { minutes: number; perAddress: number; perAccount: number }>

/** Two counters for each limited form; the account's is named by a hash, since it may be nobody's. */
export function createLimits(options: {
  connection: Connection
  clock: Clock
  limits: Limits
}): Record<LimitName, RequestHandler[]> {
  const { connection, clock, limits } = options
  const pair = (name: LimitName): RequestHandler[] => {
    const { minutes, perAddress, perAccount } = limits[name]
    const shared = { connection, clock, windowSeconds: minutes * 60 }
    return [
      rateLimit({ ...shared, name: `${name}-address`, limit: perAddress }),
      rateLimit({ ...shared, name: `${name}-account`, limit: perAccount, key: accountKey }),
    ]
  }
  return { signIn: pair('signIn'), letters: pair('letters'), codes: pair('codes'), passwords: pair('passwords') }
}

/** Whom a form is about: who is signed in, else the e-mail address that was entered. */
function accountKey(req: Request): string {
  if (req.person) return req.person.id
  const body: unknown = req.body
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined
  return typeof email === 'string' ? hashToken(emailKey(email)) : `nobody:${req.ip ?? ''}`
}
