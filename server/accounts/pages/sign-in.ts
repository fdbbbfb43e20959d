import type { Request, Response } from 'express'
import { z } from 'zod'
import { checkForm, parse } from '../../base/http/index.js'
import type { FormLimit } from '../limits.js'
import { safePath } from '../safe-path.js'
import type { Person } from '../types.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

/** Where somebody goes on who signs out to be another. */
const afterwards = z.object({ next: z.string().optional().catch(undefined) })

export function signInPages({ accounts, schemas, home }: PagesContext, tries: Pick<FormLimit, 'succeeded'>) {
  function show(req: Request, res: Response, shown: Shown) {
    const title = req.t('accounts:signIn.title')
    res.page('accounts/sign-in', { title, canMail: accounts.canMail, noindex: true, ...shown }, statusOf(shown))
  }

  return {
    form(req: Request, res: Response) {
      if (req.person) res.redirect(303, firstPage(req.person, home))
      else show(req, res, { values: { next: safePath(req.query['next']) } })
    },
    async send(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.signIn, req.body)
      if (faults) {
        show(req, res, { values: entered(req), faults })
        return
      }
      const person = await accounts.signIn.check(req)
      if (!person) {
        show(req, res, { values: entered(req), faults: [{ field: 'email', code: 'sign-in-failed' }] })
        return
      }
      await tries.succeeded(req)
      await accounts.signIn.begin(req, person.id)
      res.redirect(303, safePath(data.next) ?? firstPage(person, home))
    },
    async out(req: Request, res: Response) {
      const { next } = parse(afterwards, req.body)
      await accounts.signIn.end(req)
      req.notice('accounts:signedOut')
      res.redirect(303, safePath(next) ?? req.link('/'))
    },
  }
}

/** In the language that the person prefers, whatever page they came from. */
export const firstPage = (person: Person, home: PagesContext['home']): string => `/${person.language}${home(person)}`
