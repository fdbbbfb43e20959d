import { parseArgs } from 'node:util'
import { z } from 'zod'
import { afterDay, agentIn, type CredentialActs } from '../administration/index.js'
import { OperatorError } from '../base/database/index.js'
import { AppError } from '../base/errors.js'
import { scopes, stands, type Credential, type Credentials, type Scope, type WithSecret } from '../lrs/index.js'

const usage = `Makes and ends the keys and secrets with which other systems use /xapi, with the settings of the server:

  npm run lrs:credential -- create NAME [--scope SCOPE …] [--authority AGENT] [--expires YYYY-MM-DD]
  npm run lrs:credential -- list
  npm run lrs:credential -- rotate KEY [--keep-hours 24]
  npm run lrs:credential -- revoke KEY --reason 'WHY'

SCOPE is one of ${scopes.join(', ')};
without any, a credential may write statements and read those of its own authority.
AGENT answers for its statements: an e-mail address, an OpenID, or an agent as JSON.
'rotate' gives a new secret; the old one is good for so many hours more, or over at once.
The Secretariat says on the site which Party a credential speaks for.`

/** What a command line asked for that cannot be done. */
class CredentialCommandError extends OperatorError {}

interface Uses {
  acts: CredentialActs
  credentials: Pick<Credentials, 'list'>
  iriBase: string
  now: () => Date
}

/** The scopes of whoever names none (xAPI 1.0.3, Communication 4.2). */
const assumed: Scope[] = ['statements/write', 'statements/read/mine']

/**
 * Carries out one command line; what is done is in the audit, by 'command'.
 * @returns what to say on the terminal
 * @throws OperatorError saying what is wrong with it
 */
export async function credentialCommand(uses: Uses, args: string[]): Promise<string> {
  const { positionals, values } = read(args)
  const [verb, subject = ''] = positionals
  const commands: Record<string, () => Promise<string>> = {
    create: () => create(uses, subject, values),
    list: () => list(uses),
    rotate: () => rotate(uses, subject, values['keep-hours']),
    revoke: () => revoke(uses, subject, values.reason),
  }
  const command = commands[verb ?? '']
  if (!command || positionals.length > 2) throw new CredentialCommandError(usage)
  return command()
}

function read(args: string[]) {
  const options = {
    scope: { type: 'string', multiple: true },
    authority: { type: 'string' },
    expires: { type: 'string' },
    reason: { type: 'string' },
    'keep-hours': { type: 'string' },
  } as const
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch {
    throw new CredentialCommandError(usage)
  }
}

type Values = ReturnType<typeof read>['values']

async function create({ acts, iriBase, now }: Uses, name: string, values: Values): Promise<string> {
  if (name.trim() === '' || name.length > 100) throw new CredentialCommandError(usage)
  const chosen = (values.scope ?? assumed).map((text) => scopes.find((scope) => scope === text))
  if (chosen.includes(undefined)) throw new CredentialCommandError(`A scope is one of ${scopes.join(', ')}.`)
  const authority = values.authority === undefined ? undefined : agentIn(values.authority, iriBase)
  if (values.authority !== undefined && !authority)
    throw new CredentialCommandError('--authority is an e-mail address, an OpenID, or an agent as JSON.')
  const expiresAt = values.expires === undefined ? undefined : lastDay(values.expires, now())
  const wanted = {
    ...{ name, scopes: chosen as Scope[] },
    ...(authority && { authority: { name, ...authority } }),
    ...(expiresAt && { expiresAt }),
  }
  return said(await explained(acts.make(wanted, 'command')))
}

function lastDay(day: string, now: Date): Date {
  const end = z.iso.date().safeParse(day).success ? afterDay(day) : now
  if (end <= now) throw new CredentialCommandError('--expires is a day to come, as YYYY-MM-DD.')
  return end
}

async function rotate(uses: Uses, key: string, keep = '0'): Promise<string> {
  const hours = Number(keep)
  if (!/^\d{1,4}$/.test(keep)) throw new CredentialCommandError('--keep-hours is a whole number of hours.')
  const { id } = await byKey(uses, key)
  return said(await explained(uses.acts.rotate(id, hours, 'command')))
}

async function revoke(uses: Uses, key: string, reason = ''): Promise<string> {
  if (reason.trim().length < 10) throw new CredentialCommandError('--reason says why, in ten characters at least.')
  const { id, name } = await byKey(uses, key)
  await explained(uses.acts.revoke(id, reason.trim(), 'command'))
  return `${name} is revoked; a server that runs refuses it within half a minute.`
}

async function byKey({ credentials }: Uses, key: string): Promise<Credential> {
  const credential = (await credentials.list()).find((one) => one.key === key)
  if (!credential) throw new CredentialCommandError(`No credential has the key '${key}': see 'list'.`)
  return credential
}

async function list({ credentials, now }: Uses): Promise<string> {
  const all = await credentials.list()
  if (all.length === 0) return 'There are no credentials.'
  return all.map((one) => `${one.key}  ${one.name}\n    ${one.scopes.join(', ')}; ${stateOf(one, now())}`).join('\n')
}

function stateOf(credential: Credential, now: Date): string {
  const { revokedAt, revocationReason, expiresAt, lastUsedAt } = credential
  if (revokedAt) return `revoked on ${day(revokedAt)}${revocationReason ? `: ${revocationReason}` : ''}`
  const used = lastUsedAt ? `last used on ${day(lastUsedAt)}` : 'never used'
  if (expiresAt) return `${stands(credential, now) ? 'expires' : 'expired'} at ${expiresAt.toISOString()}, ${used}`
  return used
}

const day = (moment: Date) => moment.toISOString().slice(0, 10)

function said({ name, key, secret, oldSecretUntil }: WithSecret): string {
  const old = oldSecretUntil ? `\nThe old secret is good until ${oldSecretUntil.toISOString()}.` : ''
  return `${name}\n\n  key     ${key}\n  secret  ${secret}\n\nThe secret is shown only now.${old}`
}

const explanations: Record<string, string> = {
  'not-an-authority':
    'This agent cannot answer for statements: it must be one agent, and no account of this installation.',
  'credential-over': 'This credential is revoked or expired: make a new one.',
  'credential-of-settings': 'This is the credential of the settings: change LRS_API_SECRET_DEFAULT and start anew.',
  'credential-just-changed': 'Somebody else gave it a new secret just now.',
}

async function explained<T>(deed: Promise<T>): Promise<T> {
  try {
    return await deed
  } catch (error) {
    const why = error instanceof AppError ? explanations[error.code] : undefined
    if (why === undefined) throw error
    throw new CredentialCommandError(why, { cause: error })
  }
}
