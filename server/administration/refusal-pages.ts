import type { Request, Response } from 'express'
import { permissions, safePath, signedIn, subjectOf, type Person } from '../accounts/index.js'
import { AppError, conflict, notFound, type Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { namesReason } from './reason.js'
import { schemas } from './schema.js'
import { subjectFor } from './subject.js'

/** A claim is rejected; what was confirmed is ended: each in its own words (keys of the locale `administration`). */
const refusals = {
  reject: { of: 'claimed', done: 'rejected' },
  end: { of: 'confirmed', done: 'ended' },
} as const

type Refusal = keyof typeof refusals

/** Says of somebody that they do not, or no longer, work where it says; and takes it back where it was a mistake. */
export function refusalPages(pages: PeoplePages) {
  const { accounts } = pages

  return {
    /** Asks for the reason. */
    form: (kind: Refusal) => async (req: Request, res: Response) => {
      show(pages, req, res, {
        kind,
        person: await subjectFor(pages, req, 'reject-affiliation'),
        back: req.query['back'],
      })
    },
    send: (kind: Refusal) => async (req: Request, res: Response) => {
      const shown = parse(schemas.place, req.body)
      const { back } = parse(schemas.back, req.body)
      const person = await subjectFor(pages, req, 'reject-affiliation', shown)
      const { data, faults } = checkForm(schemas.reason, req.body)
      if (faults) {
        show(pages, req, res, { kind, person, back, faults, values: req.body })
        return
      }
      const refuse = kind === 'reject' ? accounts.vouching.rejectClaim : accounts.vouching.endAffiliation
      await refuse(person, { shown, reason: data.reason }, signedIn(req))
      req.notice(`administration:${refusals[kind].done}`)
      res.redirect(303, safePath(back) ?? req.link('/'))
    },
    async takeBack(req: Request, res: Response) {
      const shown = parse(schemas.place, req.body)
      const { back } = parse(schemas.back, req.body)
      const id = schemas.account.safeParse(req.params['id'])
      const subject = { account: id.data, party: shown.party }
      if (!id.success || !permissions.may(req.person, 'confirm-affiliation', subject)) throw notFound()
      await accounts.vouching.takeBack(id.data, shown, signedIn(req))
      req.notice('administration:takenBack')
      res.redirect(303, safePath(back) ?? req.link('/'))
    },
  }
}

interface Shown {
  kind: Refusal
  person: Person
  back: unknown
  faults?: Fault[]
  values?: unknown
}

function show({ accounts, clock }: PeoplePages, req: Request, res: Response, shown: Shown): void {
  const { kind, person, back, faults, values } = shown
  const subject = { ...subjectOf(person), reason: namesReason(req, clock) !== undefined }
  if (!permissions.may(req.person, 'see-names', subject)) throw new AppError(403, 'reason-needed')
  const { party, agency, status, rejectedAt } = person.affiliation
  if (status !== refusals[kind].of || rejectedAt) throw conflict('claim-changed')
  const data = {
    title: req.t(`administration:${kind}.title`),
    kind,
    name: person.name,
    shown: { party, agency },
    party: accounts.parties.name(party, req.language),
    agency: req.t(`accounts:agency.${agency}`),
    back: safePath(back),
    faults,
    values,
    noindex: true,
  }
  res.page('administration/refusal', data, { status: faults ? 422 : 200 })
}
