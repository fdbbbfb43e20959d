import type { Request, Response } from 'express'
import {
  agencyChoices,
  createSchemas,
  emailKey,
  languageChoices,
  partyChoices,
  permissions,
  signedIn,
  type PartyCode,
} from '../accounts/index.js'
import { forbidden, type Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { PeoplePages } from './context.js'

/** Inviting an address to an affiliation, as a focal point or the Secretariat. */
export function invitationPages({ accounts }: PeoplePages) {
  const { parties, invitations } = accounts
  const { invitation } = createSchemas(parties)

  /** The only Party that somebody may invite for; undefined: any. */
  function fixedParty(req: Request): PartyCode | undefined {
    const scopes = permissions.rows(req.person, 'invite')
    if (scopes.some(({ over }) => over === 'all')) return undefined
    return scopes.flatMap((scope) => (scope.over === 'party' ? [scope.party] : []))[0]
  }

  function show(req: Request, res: Response, values: unknown, faults?: Fault[]) {
    const fixed = fixedParty(req)
    const data = {
      title: req.t('administration:invite.title'),
      fixed: fixed && { code: fixed, name: parties.name(fixed, req.language) },
      parties: fixed ? undefined : partyChoices(req, parties),
      agencies: agencyChoices(req),
      languages: languageChoices(req),
      values,
      faults,
      canMail: accounts.canMail,
      noindex: true,
    }
    res.page('administration/invite', data, { status: faults ? 422 : 200 })
  }

  return {
    form(req: Request, res: Response) {
      show(req, res, { language: req.language })
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(invitation, req.body)
      if (faults) {
        show(req, res, req.body, faults)
        return
      }
      const person = signedIn(req)
      if (emailKey(data.email) === emailKey(person.email)) {
        show(req, res, req.body, [{ field: 'email', code: 'own-address' }])
        return
      }
      if (!permissions.may(person, 'invite', { party: data.party })) throw forbidden()
      const how = person.focalPointOf === data.party ? 'focal-point' : 'secretariat'
      const partyName = parties.name(data.party, data.language)
      const path = await invitations.invite({ ...data, invitedBy: person.id, how }, partyName)
      if (path === undefined) {
        req.notice('administration:invite.sent', { email: data.email })
        res.redirect(303, req.link('/invitations/new'))
        return
      }
      const title = req.t('administration:invite.madeTitle')
      res.set('Cache-Control', 'no-store')
      res.page('administration/invitation-made', {
        ...{ title, email: data.email, noindex: true },
        address: accounts.address(data.language, path),
      })
    },
  }
}
