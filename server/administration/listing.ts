import type { Request } from 'express'
import { peoplePerPage, signedIn, standings, type PartyCode, type Person, type Standing } from '../accounts/index.js'
import type { PeoplePages } from './context.js'
import { rowsOf } from './rows.js'

/**
 * A page of a Party's people, with the ways to the other pages and standings.
 * @param address the path of the list without language and `show` and `page`
 */
export async function partyListing(
  pages: PeoplePages,
  req: Request,
  wanted: { party: PartyCode; show: Standing | undefined; page: number; address: string; reason: boolean },
) {
  const { party, page, address, reason } = wanted
  const { accounts } = pages
  const [{ people, totals, standing: show }, refused] = await Promise.all([
    accounts.listing.ofParty(party, { standing: wanted.show, page }),
    accounts.vouching.lastRefused(signedIn(req).id, party),
  ])
  const to = (standing: Standing, number: number) =>
    req.link(`${address}${address.includes('?') ? '&' : '?'}show=${standing}&page=${number}`)
  return {
    rows: await rowsOf(pages, req, people, reason),
    refused: await refusedRows(pages, req, refused),
    ...waysBack(to(show, page)),
    tabs: standings.map((standing) => ({
      href: to(standing, 1),
      label: req.t(`administration:list.${standing}`, { count: totals[standing] }),
      current: standing === show,
    })),
    earlier: page > 1 ? to(show, page - 1) : undefined,
    later: page * peoplePerPage < totals[show] ? to(show, page + 1) : undefined,
    show,
  }
}

/** Whom the reader refused lately: no more of them than the reader knew, to take back a mistake. */
async function refusedRows({ accounts }: PeoplePages, req: Request, people: Person[]) {
  const rejections = await accounts.listing.rejectionsOf(people.map(({ id }) => id))
  return people.map(({ id, name, affiliation }) => ({
    ...{ id, name, affiliation, ...rejections.get(id) },
    agency: req.t(`accounts:agency.${affiliation.agency}`),
  }))
}

/** The address of a list, for what is done to somebody in it: as a field of a form, and in a query. */
export const waysBack = (here: string) => ({ here, back: encodeURIComponent(here) })
