import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import type { LinkHolder } from '../password-links.js'
import type { PagesContext } from './context.js'
import { guessable, linkOver, statusOf, tokenOf, welcome, type Shown } from './forms.js'

/** The link of a letter: whoever proves to read an address chooses its password. */
export function choosePasswordPages(context: PagesContext) {
  const { accounts, schemas } = context
  const { entry, parties } = accounts

  /** Whoever confirms a registration sees what they confirm: somebody else may have entered it. */
  function show(req: Request, res: Response, { email, registration }: LinkHolder, shown: Shown = {}) {
    const data = {
      title: req.t('accounts:choosePassword.title'),
      email,
      registration: registration && {
        name: registration.name,
        party: parties.name(registration.party, req.language),
        agency: req.t(`accounts:agency.${registration.agency}`),
      },
      noindex: true,
    }
    res.page('accounts/choose-password', { ...data, ...shown }, statusOf(shown))
  }

  return {
    async form(req: Request, res: Response) {
      const holder = await entry.holderOfLink(tokenOf(req))
      if (holder) show(req, res, holder)
      else linkOver(req, res)
    },
    async send(req: Request, res: Response) {
      const token = tokenOf(req)
      const holder = await entry.holderOfLink(token)
      if (!holder) {
        linkOver(req, res)
        return
      }
      const { data, faults } = checkForm(schemas.choosePassword, req.body)
      const all = faults ?? guessable(data.password, [holder.name, holder.email])
      if (!data || all.length > 0) {
        show(req, res, holder, { faults: all })
        return
      }
      const account = await entry.choosePassword(token, data.password)
      if (account) await welcome(context, req, res, account)
      else linkOver(req, res)
    },
  }
}
