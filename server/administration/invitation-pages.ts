import type { Request, Response } from 'express'
import {
  agencyChoices,
  createSchemas,
  emailKey,
  languageChoices,
  partyChoices,
  permissions,
  signedIn,
  type Invitation,
  type OpenInvitation,
  type PartyCode,
} from '../accounts/index.js'
import { forbidden, notFound, type Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

/** The only Party that somebody may invite for; undefined: any. */
function fixedParty(req: Request): PartyCode | undefined {
  const scopes = permissions.rows(req.person, 'invite')
  if (scopes.some(({ over }) => over === 'all')) return undefined
  return scopes.flatMap((scope) => (scope.over === 'party' ? [scope.party] : []))[0]
}

/** Those that wait: of the own Party; the Secretariat sees its own, for other addresses it has no reason to see. */
function openTo({ accounts }: PeoplePages, req: Request): Promise<OpenInvitation[]> {
  const party = fixedParty(req)
  return accounts.invitations.openInvitations(party === undefined ? { how: 'secretariat' } : { party })
}

/** The one of the address. @throws AppError 404 where there is none that this person sees */
async function wanted(pages: PeoplePages, req: Request): Promise<OpenInvitation> {
  const id = schemas.invitation.safeParse(req.params['id'])
  const found = id.success ? (await openTo(pages, req)).find((one) => one.id === id.data) : undefined
  if (!found) throw notFound()
  return found
}

/** Inviting an address to an affiliation, as a focal point or the Secretariat; and what became of it. */
export function invitationPages(pages: PeoplePages) {
  const { parties, invitations } = pages.accounts
  const { invitation } = createSchemas(parties)

  async function show(req: Request, res: Response, values: unknown, faults?: Fault[]) {
    const fixed = fixedParty(req)
    const data = {
      title: req.t('administration:invite.title'),
      fixed: fixed && { code: fixed, name: parties.name(fixed, req.language) },
      parties: fixed ? undefined : partyChoices(req, parties),
      agencies: agencyChoices(req),
      languages: languageChoices(req),
      open: await rowsOf(pages, req),
      values,
      faults,
      canMail: pages.accounts.canMail,
      noindex: true,
    }
    res.page('administration/invite', data, { status: faults ? 422 : 200 })
  }

  async function send(req: Request, res: Response, data: Pick<Invitation, 'email' | 'party' | 'agency' | 'language'>) {
    const person = signedIn(req)
    if (!permissions.may(person, 'invite', { party: data.party })) throw forbidden()
    const how = person.focalPointOf === data.party ? 'focal-point' : 'secretariat'
    const path = await invitations.invite({ ...data, invitedBy: person.id, how })
    if (path === undefined) {
      req.notice('administration:invite.sent', { email: data.email })
      res.redirect(303, req.link('/invitations/new'))
      return
    }
    const title = req.t('administration:invite.madeTitle')
    res.set('Cache-Control', 'no-store')
    res.page('administration/invitation-made', {
      ...{ title, email: data.email, noindex: true },
      address: pages.accounts.address(data.language, path),
    })
  }

  return {
    form: (req: Request, res: Response) => show(req, res, { language: req.language }),
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(invitation, req.body)
      if (faults) await show(req, res, req.body, faults)
      else if (emailKey(data.email) === emailKey(signedIn(req).email))
        await show(req, res, req.body, [{ field: 'email', code: 'own-address' }])
      else await send(req, res, data)
    },
    async again(req: Request, res: Response) {
      await send(req, res, await wanted(pages, req))
    },
    async cancel(req: Request, res: Response) {
      const found = await wanted(pages, req)
      await invitations.cancelInvitation(found, signedIn(req).id)
      req.notice('administration:invite.cancelled', { email: found.email })
      res.redirect(303, req.link('/invitations/new'))
    },
  }
}

async function rowsOf(pages: PeoplePages, req: Request) {
  const { parties, people } = pages.accounts
  const open = await openTo(pages, req)
  const inviters = await people([...new Set(open.map(({ invitedBy }) => invitedBy))])
  return open.map((one) => ({
    ...one,
    party: parties.name(one.party, req.language),
    agency: req.t(`accounts:agency.${one.agency}`),
    inviter: inviters.get(one.invitedBy)?.name,
  }))
}
