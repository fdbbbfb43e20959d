import { parseArgs } from 'node:util'
import { z } from 'zod'
import { emailKey, givenRoles, type Accounts, type GivenRole, type Grant, type Person } from '../accounts/index.js'
import { OperatorError } from '../base/database/index.js'
import { AppError } from '../base/errors.js'

const usage = `Gives or takes a role, or creates an administrator, with the settings of the server:

  npm run grant-role -- give administrator NAME@EXAMPLE.ORG
  npm run grant-role -- give secretariat NAME@EXAMPLE.ORG
  npm run grant-role -- give trainer NAME@EXAMPLE.ORG --course permits [--course …]
  npm run grant-role -- give focal-point NAME@EXAMPLE.ORG --party KE
  npm run grant-role -- take ROLE NAME@EXAMPLE.ORG
  npm run grant-role -- create "Full Name" NAME@EXAMPLE.ORG

'create' registers an administrator and prints the link by which they choose their password.`

/** What a command line asked for that cannot be done. */
class RoleCommandError extends OperatorError {}

/**
 * Carries out one command line; what is done is in the audit, by 'command'.
 * @returns what to say on the terminal
 * @throws OperatorError saying what is wrong with it
 */
export async function roleCommand(accounts: Accounts, args: string[]): Promise<string> {
  const { positionals, course, party } = read(args)
  const [verb, first = '', second = ''] = positionals
  if (verb === 'create') return create(accounts, first, second)
  const role = givenRoles.find((one) => one === first)
  if ((verb !== 'give' && verb !== 'take') || !role) throw new RoleCommandError(usage)
  const person = await accounts.listing.byEmail(emailKey(second))
  if (!person) throw new RoleCommandError(`Nobody has an account with the address ${second}.`)
  if (verb === 'take') return take(accounts, person, role)
  if (!person.emailConfirmed)
    throw new RoleCommandError(
      `${person.name} has not confirmed the address ${second} yet: a role can wait until then.`,
    )
  await accounts.roles.giveRole(person.id, toGrant(accounts, role, course, party), 'command')
  return `${person.name} is ${role} now.`
}

async function take(accounts: Accounts, { id, name }: Person, role: GivenRole): Promise<string> {
  try {
    await accounts.roles.takeRole(id, role, 'command')
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'last-administrator') throw error
    throw new RoleCommandError(`${name} is the only administrator: make somebody else one first.`, { cause: error })
  }
  return `${name} is no longer ${role}.`
}

function read(args: string[]): { positionals: string[]; course: string[]; party: string | undefined } {
  const options = { course: { type: 'string', multiple: true }, party: { type: 'string' } } as const
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true })
    return { positionals, course: values.course ?? [], party: values.party }
  } catch {
    throw new RoleCommandError(usage)
  }
}

function toGrant(accounts: Accounts, role: Grant['role'], courses: string[], party = ''): Grant {
  if (role === 'trainer') {
    if (courses.length === 0) throw new RoleCommandError('A trainer needs at least one --course.')
    return { role, courses }
  }
  if (role === 'focal-point') {
    if (!accounts.parties.isParty(party))
      throw new RoleCommandError('A focal point needs a --party: its two-letter code, such as KE.')
    return { role, party }
  }
  return { role }
}

async function create(accounts: Accounts, name: string, email: string): Promise<string> {
  if (!name || !z.email().safeParse(email).success) throw new RoleCommandError(usage)
  const place = { party: 'secretariat', agency: 'other', language: 'en' } as const
  const { path } = await accounts.entry.createAdministrator({ name, email, ...place })
  return `${name} is administrator. To choose a password, open this link within three days:\n\n  ${accounts.address('en', path)}\n`
}
