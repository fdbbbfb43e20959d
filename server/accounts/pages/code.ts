import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import type { FormLimit } from '../limits.js'
import type { PagesContext } from './context.js'
import { entered, guessable, statusOf, welcome, type Shown } from './forms.js'

/** The one-time code that somebody was handed where no mail can be sent. */
export function codePages(context: PagesContext, tries: Pick<FormLimit, 'succeeded'>) {
  const { accounts, schemas } = context

  function show(req: Request, res: Response, shown: Shown) {
    const title = req.t('accounts:code.title')
    res.page('accounts/code', { title, noindex: true, ...shown }, statusOf(shown))
  }

  return {
    form(req: Request, res: Response) {
      show(req, res, {})
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.code, req.body)
      const all = faults ?? guessable(data.password, [data.email])
      const account = data && all.length === 0 ? await accounts.entry.useCode(data) : undefined
      if (!account) {
        const faults = all.length > 0 ? all : [{ field: 'code', code: 'code-wrong' }]
        show(req, res, { values: entered(req), faults })
        return
      }
      await tries.succeeded(req)
      await welcome(context, req, res, account)
    },
  }
}
