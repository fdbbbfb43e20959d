import type { Request, Response } from 'express'
import { agencies, signedIn, type PlaceCount } from '../accounts/index.js'
import type { Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { lookUp } from './look-up.js'
import { closeNames, namesReason, openNames } from './reason.js'
import { schemas } from './schema.js'

const home = '/administration/people'

/** The Secretariat's page of people: figures first, names only after a reason. */
export function peoplePages(pages: PeoplePages) {
  const { accounts, audit, clock } = pages

  /** What is shown of names: nothing without a reason, and each look at them is recorded before it is shown. */
  async function names(req: Request) {
    const wanted = parse(schemas.list, req.query)
    const given = namesReason(req, clock)
    if (!given) return {}
    const { found, details } = (await lookUp(pages, req, wanted)) ?? {}
    if (details) await audit.record({ by: signedIn(req).id, action: 'people-looked-up', reason: given.reason, details })
    return { given, ...found }
  }

  async function show(req: Request, res: Response, faults?: Fault[]) {
    const [counts, shown] = await Promise.all([accounts.listing.counts(), names(req)])
    const data = {
      title: req.t('administration:people.title'),
      byParty: byParty(req, pages, counts),
      byAgency: agencies
        .map((agency) => ({
          name: req.t(`accounts:agency.${agency}`),
          ...sums(counts.filter((one) => one.agency === agency)),
        }))
        .filter(({ confirmed, claimed }) => confirmed + claimed > 0),
      total: sums(counts),
      everybodyWaiting: req.link(`${home}?list=waiting`),
      ...shown,
      faults,
      noindex: true,
    }
    res.page('administration/people', data, { status: faults ? 422 : 200 })
  }

  return {
    show: (req: Request, res: Response) => show(req, res),
    async giveReason(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.reason, req.body)
      if (faults) {
        await show(req, res, faults)
        return
      }
      await audit.record({ by: signedIn(req).id, action: 'names-opened', reason: data.reason })
      openNames(req, data.reason, clock)
      res.redirect(303, req.link(home))
    },
    hide(req: Request, res: Response) {
      closeNames(req)
      req.notice('administration:people.hidden')
      res.redirect(303, req.link(home))
    },
  }
}

const sums = (counts: PlaceCount[]) => ({
  confirmed: sumOf(counts.filter(({ status }) => status === 'confirmed')),
  claimed: sumOf(counts.filter(({ status }) => status === 'claimed')),
})
const sumOf = (counts: PlaceCount[]) => counts.reduce((sum, { count }) => sum + count, 0)

/** A row for each Party, or place that is none, with somebody in it; by name. */
function byParty(req: Request, { accounts }: PeoplePages, counts: PlaceCount[]) {
  const { compare } = new Intl.Collator(req.language)
  return [...new Set(counts.map(({ party }) => party))]
    .map((party) => ({
      name: accounts.parties.name(party, req.language),
      href: req.link(`/administration/people?party=${encodeURIComponent(party)}`),
      ...sums(counts.filter((one) => one.party === party)),
    }))
    .sort((a, b) => compare(a.name, b.name))
}
