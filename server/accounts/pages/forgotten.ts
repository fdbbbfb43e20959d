import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

/** A forgotten password. */
export function forgottenPages({ accounts, schemas }: PagesContext) {
  function show(req: Request, res: Response, shown: Shown) {
    const title = req.t('accounts:forgotten.title')
    res.page('accounts/forgotten', { title, noindex: true, canMail: accounts.canMail, ...shown }, statusOf(shown))
  }

  return {
    form(req: Request, res: Response) {
      show(req, res, {})
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.email, req.body)
      if (faults) {
        show(req, res, { values: entered(req), faults })
        return
      }
      await accounts.entry.askForReset(data.email, req.language)
      req.notice('accounts:registerSent.to', { email: data.email })
      res.redirect(303, req.link('/password/sent'))
    },
    /** The same page for everybody: it must not tell who is known. */
    sent(req: Request, res: Response) {
      const title = req.t('accounts:forgottenSent.title')
      res.page('accounts/forgotten-sent', { title, canMail: accounts.canMail, noindex: true })
    },
  }
}
