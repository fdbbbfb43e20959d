import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { agencyChoices, languageChoices, partyChoices } from '../choices.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

export function registrationPages({ accounts, schemas }: PagesContext) {
  function show(req: Request, res: Response, shown: Shown) {
    const title = req.t('accounts:register.title')
    const choices = {
      parties: partyChoices(req, accounts.parties),
      agencies: agencyChoices(req),
      languages: languageChoices(req),
    }
    res.page('accounts/register', { title, ...choices, ...shown }, statusOf(shown))
  }

  return {
    form(req: Request, res: Response) {
      show(req, res, { values: { language: req.language } })
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.registration, req.body)
      if (faults) {
        show(req, res, { values: entered(req), faults })
        return
      }
      await accounts.entry.register(data)
      req.notice('accounts:registerSent.to', { email: data.email })
      res.redirect(303, req.link('/register/sent'))
    },
    /** The same page for everybody: it must not tell who is known. */
    sent(req: Request, res: Response) {
      res.page('accounts/register-sent', {
        title: req.t('accounts:registerSent.title'),
        canMail: accounts.canMail,
        noindex: true,
      })
    },
    /** Who sees what of a person. */
    privacy(req: Request, res: Response) {
      res.page('accounts/privacy', { title: req.t('accounts:privacy.title'), signedIn: req.person !== undefined })
    },
    /** Who runs the College, and whom to ask. */
    contact(req: Request, res: Response) {
      res.page('accounts/contact', { title: req.t('accounts:contact.title'), canMail: accounts.canMail })
    },
  }
}
