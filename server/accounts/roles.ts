import { conflict, notFound } from '../base/errors.js'
import type { Context } from './context.js'
import type { GivenRole, Grant } from './grants.js'
import type { Words } from './letters.js'
import type { StoredPerson } from './people-store.js'
import type { Agency, PartyCode, Role } from './types.js'

/**
 * Gives a role, or changes what belongs to it; recorded in the audit.
 * @param by the account that gives it, or 'command'
 * @throws AppError 404 where there is no such account; 409 'address-not-confirmed' where nobody has shown yet that
 *   the address is theirs
 */
export async function giveRole(context: Context, account: string, grant: Grant, by: string): Promise<void> {
  const person = await existing(context, account)
  if (!person.emailConfirmed) throw conflict('address-not-confirmed')
  await context.audit.record({ by, action: 'role-given', subject: account, details: { ...grant } })
  if (!(await context.roles.give(account, grant))) throw notFound()
  context.directory.forget(account)
  if (!has(person, grant) && isNews(account, by)) tellGiven(context, person, grant)
}

/**
 * Takes a role; recorded in the audit.
 * @throws AppError 404 where there is no such account; 409 'last-administrator' where nobody would be left
 */
export async function takeRole(context: Context, account: string, role: GivenRole, by: string): Promise<void> {
  const person = await existing(context, account)
  if (!person.roles.includes(role)) return
  const take = async () => {
    await context.audit.record({ by, action: 'role-taken', subject: account, details: { role } })
    await context.roles.take(account, role)
    context.directory.forget(account)
    if (isNews(account, by)) tellTaken(context, person, role)
  }
  await (role === 'administrator' ? leavingAnAdministrator(context, account, take) : take())
}

/**
 * Does what takes an account from the administrators, one such deed at a time: two who take each other's role at once
 * must not both find that the other is left.
 * @throws AppError 409 'last-administrator' where this account is the only administrator
 */
export function leavingAnAdministrator(context: Context, account: string, work: () => Promise<void>): Promise<void> {
  return context.alone('administrators', async () => {
    if (await context.roles.isLastAdministrator(account)) throw conflict('last-administrator')
    await work()
  })
}

/**
 * Ends being a focal point for whoever does not work for that Party any more: the Secretariat appoints somebody to a
 * post, not a person for life.
 * @param stays the Party that the person works for; undefined: for none that is known
 */
export async function leavePost(
  context: Context,
  account: string,
  stays: PartyCode | undefined,
  by: string,
): Promise<void> {
  const { people, roles, audit, directory } = context
  const person = await people.find(account)
  const party = person?.focalPointOf
  if (party === undefined || party === stays) return
  await audit.record({ by, action: 'role-taken', subject: account, details: { role: 'focal-point', party } })
  await roles.endPost(account, party)
  directory.forget(account)
  if (isNews(account, by)) tellTaken(context, person, 'focal-point')
}

/**
 * Does what makes an account belong elsewhere, and ends its post there was: before, so that a crash leaves nobody a
 * post of a Party that they left; and after, in case the Secretariat appointed them in that very moment.
 * @param to the Party that the person works for afterwards
 */
export async function leavingPost(
  context: Context,
  account: string,
  { to, by }: { to: PartyCode | undefined; by: string },
  work: () => Promise<void>,
): Promise<void> {
  await leavePost(context, account, to, by)
  await work()
  await leavePost(context, account, to, by)
}

/** The accounts that hold a role, by name. */
export const holdersOf = ({ roles }: Context, role: Role): Promise<string[]> => roles.holders(role)

/** The agencies where the focal points of a Party work: an office to ask, without a name. */
export async function focalPointsAt({ roles, directory }: Context, party: PartyCode): Promise<Agency[]> {
  const people = await directory.people(await roles.holders('focal-point'))
  const own = [...people.values()].filter(({ focalPointOf }) => focalPointOf === party)
  return [...new Set(own.map(({ affiliation }) => affiliation.agency))]
}

/** What one did oneself is no news; and whoever works at the server's keyboard tells the person. */
const isNews = (account: string, by: string) => by !== account && by !== 'command'

/** Whether a grant changes nothing; a trainer's courses may. */
const has = ({ roles, focalPointOf }: StoredPerson, grant: Grant) =>
  roles.includes(grant.role) &&
  grant.role !== 'trainer' &&
  (grant.role !== 'focal-point' || grant.party === focalPointOf)

function tellGiven({ letters, parties }: Context, person: StoredPerson, grant: Grant): void {
  if (grant.role === 'focal-point') {
    const party = parties.name(grant.party, person.language)
    letters.send(person, 'appointed', { path: '/my-party', params: { party } })
  } else letters.send(person, 'roleGiven', { path: '/profile', params: roleName(grant.role) })
}

function tellTaken({ letters, parties }: Context, person: StoredPerson | undefined, role: GivenRole): void {
  if (!person) return
  if (role === 'focal-point') {
    const party = parties.name(person.focalPointOf ?? '', person.language)
    letters.send(person, 'appointmentEnded', { path: '/profile', params: { party } })
  } else letters.send(person, 'roleTaken', { path: '/profile', params: roleName(role) })
}

const roleName =
  (role: GivenRole) =>
  ({ t }: Words) => ({ role: t(`accounts:role.${role}`) })

async function existing({ people }: Context, account: string): Promise<StoredPerson> {
  const person = await people.find(account)
  if (!person || person.erasing) throw notFound()
  return person
}
