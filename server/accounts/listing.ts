import type { PlaceCount } from './affiliations-store.js'
import type { Context } from './context.js'
import { toPerson } from './directory.js'
import { words } from './fold.js'
import type { Rejection } from './model.js'
import type { StoredPerson } from './people-store.js'
import type { PartyCode, Person } from './types.js'
import { waitingClaims } from './waiting.js'

/** Confirmed, claimed, or registered without the address being confirmed yet. */
export const standings = ['claimed', 'confirmed', 'unconfirmed-address'] as const
export type Standing = (typeof standings)[number]

export interface PartyPeople {
  people: Person[]
  /** The standing that is shown. */
  standing: Standing
  /** How many of each standing there are in all. */
  totals: Record<Standing, number>
}

export const peoplePerPage = 50
const searchLimit = 50

/**
 * A page (from 1) of the people of a Party, by name.
 * @param standing by default those who wait; where nobody does, the confirmed
 */
export async function ofParty(
  context: Context,
  party: PartyCode,
  wanted: { standing?: Standing | undefined; page: number },
): Promise<PartyPeople> {
  const { people, affiliations } = context
  const [claimed, confirmed, unconfirmed] = await Promise.all([
    affiliations.accountsOf(party, 'claimed'),
    affiliations.accountsOf(party, 'confirmed'),
    people.countUnconfirmedOf(party),
  ])
  const [claiming, working] = await Promise.all([people.existing(claimed), people.existing(confirmed)])
  const standing = wanted.standing ?? (claiming.length === 0 && working.length > 0 ? 'confirmed' : 'claimed')
  const window = { skip: (wanted.page - 1) * peoplePerPage, limit: peoplePerPage }
  const found =
    standing === 'unconfirmed-address'
      ? await people.unconfirmedOf(party, window)
      : await people.page(standing === 'claimed' ? claiming : working, window)
  return {
    people: await withAffiliations(context, found),
    standing,
    totals: { claimed: claiming.length, confirmed: working.length, 'unconfirmed-address': unconfirmed },
  }
}

/**
 * A page (from 1) of those who wait in all Parties: first where there is no focal point to confirm them, then by how
 * long they have waited.
 */
export async function waiting(context: Context, page: number) {
  const claims = await waitingClaims(context)
  const served = await partiesServed(context)
  const isServed = ({ party }: { party: PartyCode }) => served.has(party)
  const sorted = [...claims.filter((claim) => !isServed(claim)), ...claims.filter(isServed)]
  const ids = sorted.slice((page - 1) * peoplePerPage, page * peoplePerPage).map(({ account }) => account)
  const people = await context.directory.people(ids)
  return {
    people: ids.flatMap((id) => people.get(id) ?? []),
    total: claims.length,
    /** Of how many nobody but the Secretariat takes care. */
    unserved: claims.filter((claim) => !isServed(claim)).length,
    served,
  }
}

/** The Parties that have a focal point. */
async function partiesServed({ directory, roles }: Context): Promise<Set<PartyCode>> {
  const holders = await directory.people(await roles.holders('focal-point'))
  return new Set([...holders.values()].flatMap(({ focalPointOf }) => focalPointOf ?? []))
}

/** People by the beginnings of the words of their names, or of their address; at most fifty. */
export async function search(context: Context, query: string): Promise<Person[]> {
  const wanted = words(query).slice(0, 5)
  return wanted.length === 0 ? [] : withAffiliations(context, await context.people.search(wanted, searchLimit))
}

/** Of a whole address. */
export async function byEmail(context: Context, key: string): Promise<Person | undefined> {
  const found = await context.people.findByEmail(key)
  return found && (await withAffiliations(context, [found]))[0]
}

/** How many accounts there are per Party, agency and status; those of erased people are counted too. */
export const counts = ({ affiliations }: Context): Promise<PlaceCount[]> => affiliations.counts()

/** Why a person's last claim was rejected; it is kept until one is confirmed. */
export const rejectionOf = async (context: Context, account: string): Promise<Rejection | undefined> =>
  (await rejectionsOf(context, [account])).get(account)

/** The same of several people; who was never rejected is not in it. */
export async function rejectionsOf({ people }: Context, accounts: string[]): Promise<Map<string, Rejection>> {
  const found = await people.findMany(accounts)
  return new Map(found.flatMap(({ _id, rejection }) => (rejection ? [[_id, rejection]] : [])))
}

async function withAffiliations({ affiliations }: Context, found: StoredPerson[]): Promise<Person[]> {
  const histories = await affiliations.histories(found.map(({ _id }) => _id))
  return found.filter((one) => !one.erasing).map((one) => toPerson(one, histories.get(one._id)))
}
