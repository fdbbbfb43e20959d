import type { Request, Response } from 'express'
import { permissions, safePath, signedIn, subjectOf, type Action, type Person, type Place } from '../accounts/index.js'
import { AppError, forbidden, notFound, type Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { namesReason } from './reason.js'
import { schemas } from './schema.js'

/** What a focal point, the Secretariat or an administrator does to one person. */
export function personActions(pages: PeoplePages) {
  const { accounts, clock } = pages

  /**
   * The person of the address, if this may be done to them. A stranger's id and nobody's are answered alike.
   * @param shown the Party and agency that the form was about: what is done to them must be allowed, whatever the
   *   person entered meanwhile
   */
  async function subjectFor(req: Request, action: Action, shown?: Place): Promise<Person> {
    const id = schemas.account.safeParse(req.params['id'])
    const person = id.success ? await accounts.person(id.data) : undefined
    if (!person) throw notFound()
    const subject = subjectOf(person)
    const subjects = shown ? [subject, { ...subject, party: shown.party }] : [subject]
    if (!subjects.every((one) => permissions.may(req.person, action, one))) throw notFound()
    return person
  }

  function showRejection(req: Request, res: Response, person: Person, back: unknown, faults?: Fault[]) {
    const subject = { ...subjectOf(person), reason: namesReason(req, clock) !== undefined }
    if (!permissions.may(req.person, 'see-names', subject)) throw new AppError(403, 'reason-needed')
    const { party, agency, status } = person.affiliation
    const data = {
      title: req.t('administration:reject.title'),
      name: person.name,
      shown: { party, agency },
      party: accounts.parties.name(party, req.language),
      agency: req.t(`accounts:agency.${agency}`),
      confirmed: status === 'confirmed',
      back: safePath(back),
      faults,
      noindex: true,
    }
    res.page('administration/reject', data, { status: faults ? 422 : 200 })
  }

  return {
    async confirm(req: Request, res: Response) {
      const shown = parse(schemas.place, req.body)
      const { back } = parse(schemas.back, req.body)
      const subject = await subjectFor(req, 'confirm-affiliation', shown)
      await accounts.vouching.confirmClaim(subject, shown, signedIn(req))
      req.notice('administration:confirmed')
      res.redirect(303, safePath(back) ?? req.link('/'))
    },
    async rejection(req: Request, res: Response) {
      showRejection(req, res, await subjectFor(req, 'reject-affiliation'), req.query['back'])
    },
    async reject(req: Request, res: Response) {
      const shown = parse(schemas.place, req.body)
      const { back } = parse(schemas.back, req.body)
      const subject = await subjectFor(req, 'reject-affiliation', shown)
      const { data, faults } = checkForm(schemas.reason, req.body)
      if (faults) {
        showRejection(req, res, subject, back, faults)
        return
      }
      await accounts.vouching.rejectClaim(subject, { shown, reason: data.reason }, signedIn(req))
      req.notice('administration:rejected')
      res.redirect(303, safePath(back) ?? req.link('/'))
    },
    /** The code is on this page and nowhere else: it cannot be shown a second time. */
    async handOutCode(req: Request, res: Response) {
      await showCode(pages, req, res, await subjectFor(req, 'hand-out-code'))
    },
  }
}

/** Makes a one-time code and shows it once. */
export async function showCode({ accounts }: PeoplePages, req: Request, res: Response, person: Person): Promise<void> {
  if (!permissions.may(req.person, 'hand-out-code', subjectOf(person))) throw forbidden()
  const { code, expiresAt } = await accounts.entry.handOutCode(person.id, signedIn(req).id)
  const title = req.t('administration:code.title')
  const address = accounts.address(person.language, '/code')
  res.set('Cache-Control', 'no-store')
  res.page('administration/code', {
    title,
    code,
    expiresAt,
    name: person.name,
    email: person.email,
    address,
    noindex: true,
  })
}
