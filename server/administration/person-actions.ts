import type { Request, Response } from 'express'
import { permissions, safePath, signedIn, subjectOf, type Person } from '../accounts/index.js'
import { forbidden } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'
import { subjectFor } from './subject.js'

/** What a focal point, the Secretariat or an administrator does to one person. */
export function personActions(pages: PeoplePages) {
  const { accounts } = pages

  return {
    async confirm(req: Request, res: Response) {
      const shown = parse(schemas.place, req.body)
      const { back } = parse(schemas.back, req.body)
      const subject = await subjectFor(pages, req, 'confirm-affiliation', shown)
      await accounts.vouching.confirmClaim(subject, shown, signedIn(req))
      req.notice('administration:confirmed')
      res.redirect(303, safePath(back) ?? req.link('/'))
    },
    /** The code is on this page and nowhere else: it cannot be shown a second time. */
    async handOutCode(req: Request, res: Response) {
      await showCode(pages, req, res, await subjectFor(pages, req, 'hand-out-code'))
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
