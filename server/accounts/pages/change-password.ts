import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { signedIn } from '../guards.js'
import type { PagesContext } from './context.js'
import { guessable, statusOf, type Shown } from './forms.js'

/** A new password, for somebody who knows the present one. */
export function changePasswordPages({ accounts, schemas }: PagesContext) {
  const { profile, signIn } = accounts

  function show(req: Request, res: Response, shown: Shown = {}) {
    const title = req.t('accounts:changePassword.title')
    res.page('accounts/change-password', { title, person: signedIn(req), noindex: true, ...shown }, statusOf(shown))
  }

  return {
    form: (req: Request, res: Response) => {
      show(req, res)
    },
    async save(req: Request, res: Response) {
      const person = signedIn(req)
      const { data, faults } = checkForm(schemas.changePassword, req.body)
      const all = faults ?? guessable(data.password, [person.name, person.email])
      if (!data || all.length > 0) {
        show(req, res, { faults: all })
        return
      }
      if (!(await profile.changePassword(person.id, { present: data.present, wanted: data.password }))) {
        show(req, res, { faults: [{ field: 'present', code: 'password-wrong' }] })
        return
      }
      await signIn.begin(req, person.id)
      req.notice('accounts:changePassword.saved')
      res.redirect(303, req.link('/profile'))
    },
  }
}
