import type { Request, Response } from 'express'
import {
  emailKey,
  partyChoices,
  permissions,
  signedIn,
  subjectOf,
  worksFor,
  type PartyCode,
} from '../accounts/index.js'
import { forbidden, notFound, type Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

/** The Secretariat appoints the focal points of the Parties, and ends their appointment. */
export function focalPointPages({ accounts }: PeoplePages) {
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

  /** Appoints whoever has the address. @returns the fault of the form, if there is one */
  async function appoint(req: Request, email: string, party: PartyCode): Promise<Fault | undefined> {
    if (!parties.isParty(party)) return { field: 'party', code: 'not-a-choice' }
    const subject = await listing.byEmail(emailKey(email))
    if (subject && !permissions.may(req.person, 'appoint-focal-point', subjectOf(subject))) throw forbidden()
    // Whether somebody else has an account is told by nothing here: that would be a look without a reason.
    if (!subject || !worksFor(subject, party)) return { field: 'email', code: 'nobody-of-party' }
    await vouching.appoint(subject, party, signedIn(req))
    return undefined
  }

  return {
    show: (req: Request, res: Response) => show(req, res),
    async appoint(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.appointment, req.body)
      const fault = data && (await appoint(req, data.email, data.party))
      if (faults ?? fault) {
        await show(req, res, { values: req.body, faults: faults ?? (fault ? [fault] : []) })
        return
      }
      req.notice('administration:focalPoints.saved')
      res.redirect(303, req.link('/administration/focal-points'))
    },
    async withdraw(req: Request, res: Response) {
      const id = schemas.account.safeParse(req.params['id'])
      if (!id.success) throw notFound()
      await roles.takeRole(id.data, 'focal-point', signedIn(req).id)
      req.notice('administration:focalPoints.withdrawn')
      res.redirect(303, req.link('/administration/focal-points'))
    },
  }
}
