import { z } from 'zod'
import type { Accounts } from '../accounts/index.js'
import type { Clock } from '../base/clock.js'
import { scopes } from '../lrs/index.js'
import type { Agent } from '../xapi/index.js'
import { agentIn } from './agent-field.js'
import { several } from './schema.js'

/** For so many hours the old secret may be good beside the new one. */
export const keepHours = [0, 1, 24, 168] as const

/** A text field that may be left empty. */
const optional = (maximum: number) => z.string().trim().max(maximum).optional().default('')

/** Good through that day, which is the reader's word for it: until the moment at which the next one begins, in UTC. */
export const afterDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000)

/** The forms about credentials. Which Parties there are, and which day it is, comes from outside. */
export function credentialSchemas(uses: { accounts: Pick<Accounts, 'parties'>; clock: Clock; iriBase: string }) {
  const { accounts, clock, iriBase } = uses
  const agent = optional(2000).transform((text, context): Agent | undefined => {
    const found = text === '' ? undefined : agentIn(text, iriBase)
    if (text !== '' && !found) context.addIssue('not-an-agent')
    return found
  })
  const expires = optional(10)
    .refine((day) => day === '' || z.iso.date().safeParse(day).success, 'not-a-date')
    .transform((day) => (day === '' ? undefined : afterDay(day)))
    .refine((end) => end === undefined || end > clock.now(), 'day-over')
  return {
    making: z.object({
      name: z.string().trim().min(1).max(100),
      scopes: several.pipe(z.array(z.enum(scopes, { error: 'not-a-choice' })).min(1, 'no-scopes')),
      authority: agent,
      expires,
    }),
    rotation: z.object({
      keep: z.coerce.number().refine((hours) => keepHours.some((one) => one === hours), 'not-a-choice'),
    }),
    vouching: z
      .object({ party: optional(20), counts: z.literal('yes').optional() })
      .refine(({ party }) => party === '' || accounts.parties.isParty(party), {
        path: ['party'],
        error: 'not-a-choice',
      })
      .refine(({ party, counts }) => !counts || party !== '', { path: ['party'], error: 'party-to-count' }),
  }
}
