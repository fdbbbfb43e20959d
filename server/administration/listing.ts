import type { Request } from 'express'
import { peoplePerPage, standings, type PartyCode, type Standing } from '../accounts/index.js'
import type { PeoplePages } from './context.js'
import { rowsOf } from './rows.js'

/**
 * A page of a Party's people, with the ways to the other pages and standings.
 * @param address the path of the list without language and `show` and `page`
 */
export async function partyListing(
  pages: PeoplePages,
  req: Request,
  wanted: { party: PartyCode; show: Standing; page: number; address: string; reason: boolean },
) {
  const { party, show, page, address, reason } = wanted
  const { people, totals } = await pages.accounts.listing.ofParty(party, { standing: show, page })
  const to = (standing: Standing, number: number) =>
    req.link(`${address}${address.includes('?') ? '&' : '?'}show=${standing}&page=${number}`)
  return {
    rows: await rowsOf(pages, req, people, reason),
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

/** The address of a list, for what is done to somebody in it: as a field of a form, and in a query. */
export const waysBack = (here: string) => ({ here, back: encodeURIComponent(here) })
