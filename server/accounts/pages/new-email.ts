import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { signedIn } from '../guards.js'
import type { PagesContext } from './context.js'
import { entered, linkOver, statusOf, tokenOf, type Shown } from './forms.js'

/** Another e-mail address, which a letter to it confirms. */
export function newEmailPages({ accounts, schemas }: PagesContext) {
  const { profile, signIn } = accounts

  function show(req: Request, res: Response, shown: Shown = {}) {
    const title = req.t('accounts:newEmail.title')
    res.page('accounts/new-email', { title, person: signedIn(req), noindex: true, ...shown }, statusOf(shown))
  }

  return {
    form: (req: Request, res: Response) => {
      show(req, res)
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.newEmail, req.body)
      if (faults) {
        show(req, res, { values: entered(req), faults })
        return
      }
      const asked = await profile.askForNewEmail(signedIn(req).id, { email: data.email, password: data.present })
      if (!asked) {
        show(req, res, { values: entered(req), faults: [{ field: 'present', code: 'password-wrong' }] })
        return
      }
      req.notice('accounts:newEmail.sent', { email: data.email })
      res.redirect(303, req.link('/profile'))
    },
    /** The link of the letter: a page first, for the reader's programs follow links too. */
    async confirm(req: Request, res: Response) {
      const person = signedIn(req)
      const email = await profile.newEmailOf(person.id, tokenOf(req))
      const title = req.t('accounts:newEmail.confirmTitle')
      if (email === undefined) linkOver(req, res)
      else res.page('accounts/confirm-email', { title, email, person, noindex: true })
    },
    async save(req: Request, res: Response) {
      const { id } = signedIn(req)
      if (!(await profile.confirmNewEmail(id, tokenOf(req)))) {
        linkOver(req, res)
        return
      }
      await signIn.begin(req, id)
      req.notice('accounts:newEmail.saved')
      res.redirect(303, req.link('/profile'))
    },
  }
}
