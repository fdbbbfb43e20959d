import type { Request, Response } from 'express'
import {
  emailKey,
  partyChoices,
  permissions,
  signedIn,
  subjectOf,
  worksFor,
  type PartyCode,
  type Person,
} from '../accounts/index.js'
import { forbidden, type Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { askRemoval, holderFor } from './removal.js'
import { schemas } from './schema.js'

const list = '/administration/focal-points'

/** The Secretariat appoints the focal points of the Parties, and ends their appointment. */
export function focalPointPages(pages: PeoplePages) {
  const { accounts } = pages
  const { parties, roles, listing, vouching } = accounts

  async function show(req: Request, res: Response, shown: { values?: unknown; faults?: Fault[] } = {}) {
    const holders = [...(await accounts.people(await roles.holdersOf('focal-point'))).values()]
    const { compare } = new Intl.Collator(req.language)
    const appointed = holders
      // Their addresses are for the page of people, which asks for a reason.
      .map(({ id, name, focalPointOf }) => ({
        ...{ id, name },
        party: focalPointOf ? parties.name(focalPointOf, req.language) : '',
      }))
      .sort((a, b) => compare(a.party, b.party) || compare(a.name, b.name))
    const data = {
      title: req.t('administration:focalPoints.title'),
      appointed,
      parties: partyChoices(req, parties).slice(0, 1),
      noindex: true,
    }
    res.page('administration/focal-points', { ...data, ...shown }, { status: shown.faults ? 422 : 200 })
  }

  /** Appoints whoever has the address. @returns who that is, or the fault of the form */
  async function appoint(
    req: Request,
    { email, party }: { email: string; party: PartyCode },
  ): Promise<{ person: Person; fault?: undefined } | { person?: undefined; fault: Fault }> {
    if (!parties.isParty(party)) return { fault: { field: 'party', code: 'not-a-choice' } }
    const person = await listing.byEmail(emailKey(email))
    if (person && !permissions.may(req.person, 'appoint-focal-point', subjectOf(person))) throw forbidden()
    // Whether somebody else has an account is told by nothing here: that would be a look without a reason.
    if (!person || !worksFor(person, party)) return { fault: { field: 'email', code: 'nobody-of-party' } }
    await vouching.appoint(person, party, signedIn(req))
    return { person }
  }

  const said = (req: Request, { name }: Person, party = '') => ({ name, party: parties.name(party, req.language) })

  return {
    show: (req: Request, res: Response) => show(req, res),
    async appoint(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.appointment, req.body)
      if (faults) {
        await show(req, res, { values: req.body, faults })
        return
      }
      const { person, fault } = await appoint(req, data)
      if (fault) {
        await show(req, res, { values: req.body, faults: [fault] })
        return
      }
      req.notice('administration:focalPoints.saved', said(req, person, data.party))
      res.redirect(303, req.link(list))
    },
    async askWithdrawal(req: Request, res: Response) {
      const person = await holderFor(pages, req, 'focal-point')
      askRemoval(pages, req, res, { person, role: 'focal-point', words: 'focalPoints', back: list })
    },
    async withdraw(req: Request, res: Response) {
      const person = await holderFor(pages, req, 'focal-point')
      await roles.takeRole(person.id, 'focal-point', signedIn(req).id)
      req.notice('administration:focalPoints.withdrawn', said(req, person, person.focalPointOf))
      res.redirect(303, req.link(list))
    },
  }
}
