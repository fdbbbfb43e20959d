import type { PlaceCount } from './affiliations-store.js'
import type { Context } from './context.js'
import { toPerson } from './directory.js'
import { words } from './fold.js'
import type { Rejection } from './model.js'
import type { StoredPerson } from './people-store.js'
import type { PartyCode, Person } from './types.js'

/** Confirmed, claimed, or registered without the address being confirmed yet. */
export const standings = ['claimed', 'confirmed', 'unconfirmed-address'] as const
export type Standing = (typeof standings)[number]

export interface PartyPeople {
  people: Person[]
  /** How many of each standing there are in all. */
  totals: Record<Standing, number>
}

export const peoplePerPage = 50
const searchLimit = 50

/** A page (from 1) of the people of a Party, by name. */
export async function ofParty(
  context: Context,
  party: PartyCode,
  { standing, page }: { standing: Standing; page: number },
): Promise<PartyPeople> {
  const { people, affiliations } = context
  const [claimed, confirmed, unconfirmed] = await Promise.all([
    affiliations.accountsOf(party, 'claimed'),
    affiliations.accountsOf(party, 'confirmed'),
    people.countUnconfirmedOf(party),
  ])
  const [waiting, working] = await Promise.all([people.existing(claimed), people.existing(confirmed)])
  const window = { skip: (page - 1) * peoplePerPage, limit: peoplePerPage }
  const found =
    standing === 'unconfirmed-address'
      ? await people.unconfirmedOf(party, window)
      : await people.page(standing === 'claimed' ? waiting : working, window)
  return {
    people: await withAffiliations(context, found),
    totals: { claimed: waiting.length, confirmed: working.length, 'unconfirmed-address': unconfirmed },
  }
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
