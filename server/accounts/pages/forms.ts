import type { Request, Response } from 'express'
import type { Fault } from '../../base/errors.js'
import { signedIn } from '../guards.js'
import { tokenSchema } from '../schema.js'
import { isEasilyGuessed } from '../password-rule.js'
import type { PagesContext } from './context.js'

/** A form as it is shown: first empty or with what is known, then with what was entered and its faults. */
export interface Shown {
  values?: Record<string, unknown>
  faults?: Fault[]
}

const never = new Set(['password', 'passwordAgain', 'present', 'code', '_csrf'])

/** What was entered, to be shown again: texts only, and no secret. */
export function entered(req: Request): Record<string, string> {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).filter(
      (field): field is [string, string] => typeof field[1] === 'string' && !never.has(field[0]),
    ),
  )
}

/** The status of a form that is shown: 422 where it has faults. */
export const statusOf = ({ faults }: Shown) => ({ status: faults && faults.length > 0 ? 422 : 200 })

/** The fault of a password that is too easily guessed, in a list; empty where it is good. */
export const guessable = (password: string, known: string[]): Fault[] =>
  isEasilyGuessed(password, known) ? [{ field: 'password', code: 'easily-guessed' }] : []

/** The page of a link that is not, or no longer, good. */
export function linkOver(req: Request, res: Response): void {
  res.page('accounts/link-over', { title: req.t('accounts:linkOver.title'), noindex: true }, { status: 404 })
}

/** The secret of a link in the address; one that was cut short is as good as none. */
export const tokenOf = (req: Request): string => tokenSchema.catch('').parse(req.params['token'])

/** After a password was chosen: signed in, and on the first page. */
export async function welcome({ accounts, home }: PagesContext, req: Request, res: Response, account: string) {
  await accounts.signIn.begin(req, account)
  req.notice('accounts:passwordChosen')
  res.redirect(303, req.link(home(signedIn(req))))
}
