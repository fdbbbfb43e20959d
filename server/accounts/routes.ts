import { Router } from 'express'
import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import type { Accounts } from './accounts.js'
import { requirePerson } from './guards.js'
import { createLimits, defaultLimits, type Limits } from './limits.js'
import type { Eraser, Exporter } from './own-data.js'
import { changePasswordPages } from './pages/change-password.js'
import { choosePasswordPages } from './pages/choose-password.js'
import { codePages } from './pages/code.js'
import { forgottenPages } from './pages/forgotten.js'
import { invitationPages } from './pages/invitations.js'
import { newEmailPages } from './pages/new-email.js'
import { ownDataPages } from './pages/own-data.js'
import { placePages } from './pages/place.js'
import { profilePages } from './pages/profile.js'
import { registrationPages } from './pages/registration.js'
import { signInPages } from './pages/sign-in.js'
import { createSchemas } from './schema.js'
import type { Person } from './types.js'

export interface AccountsRoutesOptions {
  accounts: Accounts
  connection: Connection
  clock: Clock
  /** The path, without language, of a person's first page after signing in; '/' by default. */
  home?: (person: Person) => string
  /** Whether a certificate can show a name; by default it can show any. */
  isPrintable?: (name: string) => boolean
  /** What other modules add to the export of one's own data, and erase. */
  exporters?: Exporter[]
  erasers?: Eraser[]
  limits?: Limits
}

/** Registration, sign-in, profile: mounted under each language. */
export function accountsRoutes(options: AccountsRoutesOptions): Router {
  const { accounts, connection, clock, home = () => '/', exporters = [], erasers = [] } = options
  const schemas = createSchemas(accounts.parties, options.isPrintable)
  const context = { accounts, schemas, home, exporters, erasers }
  const limit = createLimits({ connection, clock, limits: options.limits ?? defaultLimits })
  const registration = registrationPages(context)
  const signIn = signInPages(context, limit.signIn)
  const forgotten = forgottenPages(context)
  const choosing = choosePasswordPages(context)
  const code = codePages(context, limit.codes)
  const invitations = invitationPages(context)
  const profile = profilePages(context)
  const place = placePages(context)
  const password = changePasswordPages(context)
  const email = newEmailPages(context)
  const ownData = ownDataPages(context)
  const router = Router()

  router.get('/register', registration.form)
  router.post('/register', limit.letters.guard, registration.send)
  router.get('/register/sent', registration.sent)
  router.get('/privacy', registration.privacy)
  router.get('/contact', registration.contact)

  router.get('/sign-in', signIn.form)
  router.post('/sign-in', limit.signIn.guard, signIn.send)
  router.post('/sign-out', signIn.out)

  router.get('/password/forgotten', forgotten.form)
  router.post('/password/forgotten', limit.letters.guard, forgotten.send)
  router.get('/password/sent', forgotten.sent)
  router.get('/password/choose/:token', choosing.form)
  router.post('/password/choose/:token', choosing.send)
  router.get('/code', code.form)
  router.post('/code', limit.codes.guard, code.send)

  // The second address is a form's: a reader whose form came back with faults may switch the language.
  router.get(['/invitation/:token', '/invitation/:token/join'], invitations.offer)
  router.post('/invitation/:token/accept', requirePerson, invitations.accept)
  router.post('/invitation/:token/join', invitations.join)

  router.get('/profile', requirePerson, profile.show)
  router.post('/profile', requirePerson, profile.save)
  router.get('/profile/affiliation', requirePerson, place.form)
  router.post('/profile/affiliation', requirePerson, place.save)
  router.get('/profile/password', requirePerson, password.form)
  router.post('/profile/password', requirePerson, limit.passwords.guard, password.save)
  router.get('/profile/email', requirePerson, email.form)
  router.post('/profile/email', requirePerson, limit.passwords.guard, limit.letters.guard, email.send)
  router.get('/profile/email/:token', requirePerson, email.confirm)
  router.post('/profile/email/:token', requirePerson, email.save)
  router.get('/profile/data', requirePerson, ownData.download)
  router.get('/profile/erasure', requirePerson, ownData.erasure)
  router.post('/profile/erasure', requirePerson, limit.passwords.guard, ownData.erase)
  router.get('/erased', ownData.erased)
  return router
}
