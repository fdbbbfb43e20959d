import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { signedIn } from '../guards.js'
import type { PagesContext } from './context.js'
import { statusOf, type Shown } from './forms.js'

/** Taking one's own data along, and being forgotten. */
export function ownDataPages({ accounts, schemas, exporters, erasers }: PagesContext) {
  const { ownData, signIn } = accounts

  function showErasure(req: Request, res: Response, shown: Shown = {}) {
    const title = req.t('accounts:erasure.title')
    res.page(
      'accounts/erasure',
      { title, person: signedIn(req), canMail: accounts.canMail, noindex: true, ...shown },
      statusOf(shown),
    )
  }

  return {
    async download(req: Request, res: Response) {
      const data = await ownData.exportOwnData(signedIn(req).id, exporters)
      res.set('Cache-Control', 'no-store').attachment('cites-virtual-college.json')
      res.type('json').send(JSON.stringify(data, null, 2))
    },
    erasure: (req: Request, res: Response) => {
      showErasure(req, res)
    },
    async erase(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.erasure, req.body)
      if (faults) {
        showErasure(req, res, { faults })
        return
      }
      if (!(await ownData.eraseSelf(signedIn(req).id, data.present, erasers))) {
        showErasure(req, res, { faults: [{ field: 'present', code: 'password-wrong' }] })
        return
      }
      await signIn.end(req)
      res.redirect(303, req.link('/erased'))
    },
    erased(req: Request, res: Response) {
      res.page('accounts/erased', { title: req.t('accounts:erased.title'), noindex: true })
    },
  }
}
