import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import type { PagesContext } from './context.js'
import { guessable, linkOver, statusOf, tokenOf, welcome, type Shown } from './forms.js'

/** The link of a letter: whoever proves to read an address chooses its password. */
export function choosePasswordPages(context: PagesContext) {
  const { accounts, schemas } = context
  const { entry } = accounts

  function show(req: Request, res: Response, shown: Shown & { email: string }) {
    const title = req.t('accounts:choosePassword.title')
    res.page('accounts/choose-password', { title, noindex: true, ...shown }, statusOf(shown))
  }

  return {
    async form(req: Request, res: Response) {
      const person = await entry.personOfLink(tokenOf(req))
      if (person) show(req, res, { email: person.email })
      else linkOver(req, res)
    },
    async send(req: Request, res: Response) {
      const token = tokenOf(req)
      const person = await entry.personOfLink(token)
      if (!person) {
        linkOver(req, res)
        return
      }
      const { data, faults } = checkForm(schemas.choosePassword, req.body)
      const all = faults ?? guessable(data.password, [person.name, person.email])
      if (!data || all.length > 0) {
        show(req, res, { email: person.email, faults: all })
        return
      }
      const account = await entry.choosePassword(token, data.password)
      if (account) await welcome(context, req, res, account)
      else linkOver(req, res)
    },
  }
}
