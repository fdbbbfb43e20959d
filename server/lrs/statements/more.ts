import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../base/clock.js'
import type { Agent } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import type { Position, StatementQuery } from '../types.js'
import { formats, type Output } from './output.js'

/** Where a query goes on. The positions hold it fast: what is stored meanwhile neither moves nor joins its pages. */
export interface Continuation {
  query: StatementQuery
  /** How its pages are written; absent where only programs of ours read them. */
  output?: Output | undefined
  /** Only statements above, and below, these positions. */
  above?: Position
  below?: Position
}

/** How long a token can be used, in milliseconds: a day. */
export const moreLivesMs = 24 * 3600 * 1000

const position = z.number().int().nonnegative().optional()

/** What a token holds; only tokens that were signed here are read, so this is about versions of ours. */
const shape = z.object({
  query: z.object({
    agent: z.custom<Agent>((value) => typeof value === 'object').optional(),
    relatedAgents: z.boolean().optional(),
    verb: z.string().optional(),
    activity: z.string().optional(),
    relatedActivities: z.boolean().optional(),
    registration: z.string().optional(),
    authority: z.custom<Agent>((value) => typeof value === 'object').optional(),
    origin: z.string().optional(),
    limit: z.number().int().nonnegative().optional(),
    ascending: z.boolean().optional(),
  }),
  output: z.object({ format: z.enum(formats), attachments: z.boolean() }).optional(),
  above: position,
  below: position,
  /** The moment at which it expires, in seconds since 1970. */
  expires: z.number().int(),
})

/** Turns continuations into opaque texts and back: nobody else can make or change one. */
export interface MoreTokens {
  write(continuation: Continuation): string
  /** @throws LrsError 400 'unknown-more', 'expired-more' */
  read(token: string): Continuation
}

/** @param secret kept in the database, so that every process reads what another wrote */
export function createMoreTokens({ secret, clock }: { secret: Buffer; clock: Clock }): MoreTokens {
  const sign = (payload: string) => createHmac('sha256', secret).update(payload).digest().subarray(0, 16)
  return {
    write({ query: asked, ...rest }) {
      const query = { ...asked }
      // The positions stand for them.
      delete query.since
      delete query.until
      delete query.after
      delete query.before
      const expires = Math.ceil((clock.now().getTime() + moreLivesMs) / 1000)
      const payload = Buffer.from(JSON.stringify({ query, ...rest, expires })).toString('base64url')
      return `${payload}.${sign(payload).toString('base64url')}`
    },
    read(token) {
      const [payload = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = sign(payload)
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw unknownToken()
      const read = shape.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      if (!read.success) throw unknownToken()
      const { expires, ...continuation } = read.data
      if (expires * 1000 < clock.now().getTime()) throw expiredToken(new Date(expires * 1000))
      return continuation as Continuation
    },
  }
}

const unknownToken = () => new LrsError(400, 'unknown-more', '`more` is not a token that this server made')

const expiredToken = (moment: Date) =>
  new LrsError(400, 'expired-more', `\`more\` expired at ${moment.toISOString()}: ask the query anew`)
