import type { Request, Response } from 'express'
import { permissions, type Accounts } from '../accounts/index.js'
import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import type { Fault } from '../base/errors.js'
import { scopes, stands, type Credential, type Lrs, type WithSecret } from '../lrs/index.js'
import { keepHours } from './credential-schema.js'

export interface CredentialPages {
  accounts: Accounts
  audit: Audit
  clock: Clock
  lrs: Pick<Lrs, 'credentials'>
  iriBase: string
  /** Where clients are told that the LRS is. */
  endpoint: string
}

export const list = '/administration/credentials'

/** What a form held, and what is wrong with it. */
interface Shown {
  values?: unknown
  faults?: Fault[] | undefined
}

/** The form for a new credential. */
export function showMaking(req: Request, res: Response, shown: Shown): void {
  const title = req.t('administration:credentials.make')
  const data = { title, trail: trailOf(req), scopes, noindex: true, ...shown }
  res.page('administration/credential-new', data, { status: shown.faults ? 422 : 200 })
}

/** One credential, with what its reader may do to it. */
export function showCredential(
  pages: CredentialPages,
  req: Request,
  res: Response,
  credential: Credential,
  shown: Shown = {},
) {
  const may = (action: Parameters<typeof permissions.may>[1]) => permissions.may(req.person, action)
  const view = viewOf(pages, req, credential)
  const isOpen = view.state === 'valid' && !credential.isOfSettings
  const data = {
    ...view,
    title: credential.name,
    trail: trailOf(req),
    endpoint: pages.endpoint,
    mayRotate: isOpen && may('manage-credentials'),
    mayRevoke: !credential.revokedAt && !credential.isOfSettings && may('manage-credentials'),
    mayVouch: may('vouch-for-credential'),
    maySeeStatements: may('see-statements'),
    parties: pages.accounts.parties.choices(req.language),
    keeps: keepHours.map((hours) => ({
      value: String(hours),
      label: req.t(`administration:credentials.keep.${hours}`),
    })),
    noindex: true,
    values: { party: credential.party, counts: credential.counts ? 'yes' : undefined, keep: '24' },
    ...shown,
  }
  res.page('administration/credential', data, { status: shown.faults ? 422 : 200 })
}

/** The secret is on this page and nowhere else: it cannot be shown a second time. */
export function showSecret(
  pages: CredentialPages,
  req: Request,
  res: Response,
  made: WithSecret,
  how: 'made' | 'rotated',
) {
  res.set('Cache-Control', 'no-store')
  res.page('administration/credential-secret', {
    title: req.t(`administration:credentials.${how}`),
    ...{ id: made.id, name: made.name, key: made.key, secret: made.secret, oldSecretUntil: made.oldSecretUntil },
    endpoint: pages.endpoint,
    noindex: true,
  })
}

const trailOf = (req: Request) => [{ href: req.link(list), label: req.t('administration:credentials.title') }]

/** A credential as its pages show it. */
export function viewOf({ accounts, clock }: CredentialPages, req: Request, credential: Credential) {
  const now = clock.now()
  const { party, oldSecretUntil, authority, expiresAt } = credential
  return {
    ...credential,
    state: stateOf(credential, now),
    partyName: party && accounts.parties.name(party, req.language),
    authorityText: JSON.stringify(authority),
    oldSecretUntil: oldSecretUntil && now < oldSecretUntil ? oldSecretUntil : undefined,
    // The last day on which it is good.
    lastDay: expiresAt && new Date(expiresAt.getTime() - 1),
  }
}

function stateOf(credential: Credential, now: Date): 'valid' | 'expired' | 'revoked' {
  if (credential.revokedAt) return 'revoked'
  return stands(credential, now) ? 'valid' : 'expired'
}
