import type { Request } from 'express'
import type { z } from 'zod'
import { peoplePerPage } from '../accounts/index.js'
import type { PeoplePages } from './context.js'
import { partyListing, waysBack } from './listing.js'
import { rowsOf } from './rows.js'
import type { schemas } from './schema.js'

type Wanted = z.output<typeof schemas.list>

/** People whom the Secretariat looks up, and what the audit says of that; undefined where nothing was asked for. */
export async function lookUp(pages: PeoplePages, req: Request, wanted: Wanted) {
  const { q, party, list, page } = wanted
  if (party !== undefined && pages.accounts.parties.isKnown(party)) return ofParty(pages, req, { ...wanted, party })
  if (list === 'waiting') return waiting(pages, req, page)
  return q ? search(pages, req, q) : undefined
}

async function ofParty(pages: PeoplePages, req: Request, { party, show, page }: Wanted & { party: string }) {
  const address = `/administration/people?party=${encodeURIComponent(party)}`
  const listing = await partyListing(pages, req, { party, show, page, address, reason: true })
  return {
    found: { listing, party: pages.accounts.parties.name(party, req.language) },
    details: { party, show: listing.show },
  }
}

async function waiting(pages: PeoplePages, req: Request, page: number) {
  const { people, total, unserved, served } = await pages.accounts.listing.waiting(page)
  const to = (number: number) => req.link(`/administration/people?list=waiting&page=${number}`)
  const rows = await rowsOf(pages, req, people, true)
  return {
    found: {
      waiting: { total, unserved },
      listing: {
        rows: rows.map((row) => ({ ...row, isUnserved: !served.has(row.affiliation.party) })),
        ...waysBack(to(page)),
        earlier: page > 1 ? to(page - 1) : undefined,
        later: page * peoplePerPage < total ? to(page + 1) : undefined,
      },
    },
    details: { show: 'claimed' },
  }
}

async function search(pages: PeoplePages, req: Request, q: string) {
  const people = await pages.accounts.listing.search(q)
  const here = req.link(`/administration/people?q=${encodeURIComponent(q)}`)
  return {
    found: { q, listing: { rows: await rowsOf(pages, req, people, true), ...waysBack(here) } },
    // Whom it found are numbers; the words themselves are kept only where there is nobody for them to name.
    details: people.length > 0 ? { accounts: people.map(({ id }) => id) } : { words: q },
  }
}
