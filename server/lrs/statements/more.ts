import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { LrsError } from '../errors.js'
import type { Agent } from '../../xapi/index.js'
import type { Position, StatementQuery } from '../types.js'

/** Where a query goes on. The positions hold it fast: what is stored meanwhile neither moves nor joins its pages. */
export interface Continuation {
  query: StatementQuery
  /** Only statements above, and below, these positions. */
  above?: Position
  below?: Position
}

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
  above: position,
  below: position,
})

/** Turns continuations into opaque texts and back: nobody else can make or change one. */
export interface MoreTokens {
  write(continuation: Continuation): string
  /** @throws LrsError 400 */
  read(token: string): Continuation
}

/** @param secret kept in the database, so that every process reads what another wrote */
export function createMoreTokens(secret: Buffer): MoreTokens {
  const sign = (payload: string) => createHmac('sha256', secret).update(payload).digest().subarray(0, 16)
  return {
    write({ query: asked, ...positions }) {
      const query = { ...asked }
      // The positions stand for them.
      delete query.since
      delete query.until
      delete query.after
      delete query.before
      const payload = Buffer.from(JSON.stringify({ query, ...positions })).toString('base64url')
      return `${payload}.${sign(payload).toString('base64url')}`
    },
    read(token) {
      const [payload = '', signature = ''] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      const right = sign(payload)
      if (given.length !== right.length || !timingSafeEqual(given, right)) throw unknownToken()
      const read = shape.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
      if (!read.success) throw unknownToken()
      return read.data as Continuation
    },
  }
}

const unknownToken = () => new LrsError(400, 'unknown-more', '`more` is not a token that this server made')
