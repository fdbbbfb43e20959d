import type { RequestHandler } from 'express'
import { after, days, type Context } from './context.js'
import type { StoredPerson } from './people-store.js'
import type { PartyCode } from './types.js'

declare global {
  // The augmentation of Express's own types needs a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** How many wait for the focal point who is signed in. */
      waiting?: number
    }
  }
}

/** A claim that waits for somebody's word. */
export interface WaitingClaim {
  account: string
  party: PartyCode
  claimedAt: Date
}

/** The claims of people who are there, those that have waited longest first: for a Party, or for all. */
export async function waitingClaims({ affiliations, people }: Context, party?: PartyCode): Promise<WaitingClaim[]> {
  const claims = await affiliations.claims(party)
  const there = new Set(await people.existing(claims.map(({ account }) => account)))
  return claims.filter(({ account }) => there.has(account))
}

/** Counts, for the menu of a focal point's pages, who waits. */
export const countWaiting =
  (context: Context): RequestHandler =>
  async (req, _res, next) => {
    const party = req.person?.focalPointOf
    if (party !== undefined) req.waiting = (await waitingClaims(context, party)).length
    next()
  }

/** However many claims come, a focal point gets no more than one message about them in this time. */
const pause = days(1)

/**
 * Tells the focal points, by mail, that claims wait which they were not told of. To be called now and then: nobody's
 * registration waits for it, and none is forgotten by a crash.
 */
export async function tellFocalPoints(context: Context): Promise<void> {
  if (!context.letters.canSend) return
  for (const account of await context.roles.holders('focal-point')) {
    const person = await context.people.find(account)
    if (person?.focalPointOf !== undefined && !person.erasing) await tell(context, person, person.focalPointOf)
  }
}

async function tell(context: Context, person: StoredPerson, party: PartyCode): Promise<void> {
  const { clock, letters, parties, people } = context
  const { _id, toldOfClaims: last } = person
  const now = clock.now()
  if (last && now < after(last, pause)) return
  const claims = (await waitingClaims(context, party)).filter(({ account }) => account !== _id)
  if (!claims.some(({ claimedAt }) => !last || claimedAt > last)) return
  // Of several processes, one tells them.
  if (!(await people.markTold(_id, last, now))) return
  const params = { party: parties.name(party, person.language), number: String(claims.length) }
  letters.send(person, 'claimsWaiting', { path: '/my-party', params })
}
