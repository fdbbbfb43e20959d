import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit as expressRateLimit, type Store } from 'express-rate-limit'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { AppError } from '../errors.js'

interface Counter {
  _id: string
  hits: number
  until: Date
}

export interface RateLimitOptions {
  /** Names the limit; counters of different names are apart. */
  name: string
  connection: Connection
  clock: Clock
  limit: number
  windowSeconds: number
  /** Who is counted: an address by default, or what the form names; nobody where there is no key. */
  key?: (req: Request) => string | undefined
}

/** A limit as middleware. */
export type RateLimit = RequestHandler & {
  /** Begins to count anew for the key of a request: what it tried has succeeded. */
  forget(req: Request): Promise<void>
}

/** The network address of a request; of IPv6 the part that one customer has. */
export const addressKey = (req: Request): string => ipKeyGenerator(req.ip ?? '')

/**
 * Limits requests per window and key. The counters are in the database, so that all processes share them.
 * The next handler sees AppError 429 'too-many-requests' with `retryAfterSeconds`.
 */
export function rateLimit(options: RateLimitOptions): RateLimit {
  const { name, limit, windowSeconds, key = addressKey } = options
  const store = mongoStore(options)
  const limiter = expressRateLimit({
    windowMs: windowSeconds * 1000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: name,
    store,
    skip: (req) => key(req) === undefined,
    keyGenerator: (req) => key(req) ?? '',
    validate: false,
    handler: (_req, _res, next) => {
      next(
        new AppError(429, 'too-many-requests', {
          retryAfterSeconds: windowSeconds,
          params: { minutes: Math.ceil(windowSeconds / 60) },
        }),
      )
    },
  })
  return Object.assign(limiter, {
    async forget(req: Request) {
      const counted = key(req)
      if (counted !== undefined) await store.resetKey(counted)
    },
  })
}

/** A fixed window per key: the first hit opens it, a hit after its end opens the next. */
function mongoStore({ name, connection, clock, windowSeconds }: RateLimitOptions): Store {
  const counters = () => connection.collection<Counter>('rateLimits')
  const id = (key: string) => `${name}:${key}`
  return {
    async increment(key) {
      const now = clock.now()
      const fresh = { $lte: [{ $ifNull: ['$until', new Date(0)] }, now] }
      const counter = await counters().findOneAndUpdate(
        { _id: id(key) },
        [
          {
            $set: {
              hits: { $cond: [fresh, 1, { $add: ['$hits', 1] }] },
              until: { $cond: [fresh, new Date(now.getTime() + windowSeconds * 1000), '$until'] },
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      )
      return { totalHits: counter?.hits ?? 1, resetTime: counter?.until }
    },
    async decrement(key) {
      await counters().updateOne({ _id: id(key), hits: { $gt: 0 } }, { $inc: { hits: -1 } })
    },
    async resetKey(key) {
      await counters().deleteOne({ _id: id(key) })
    },
  }
}
