import { conflict, notFound } from '../base/errors.js'
import type { Context } from './context.js'
import type { StoredPerson } from './people-store.js'
import type { PartyCode, Role } from './types.js'

/** A role with what belongs to it: a trainer's courses (slugs), a focal point's Party. */
export type Grant =
  | { role: 'secretariat' | 'administrator' }
  | { role: 'trainer'; courses: string[] }
  | { role: 'focal-point'; party: PartyCode }

export type GivenRole = Grant['role']
export const givenRoles = ['trainer', 'focal-point', 'secretariat', 'administrator'] as const

/**
 * Gives a role, or changes what belongs to it; recorded in the audit.
 * @param by the account that gives it, or 'command'
 * @throws AppError 404 where there is no such account
 */
export async function giveRole(context: Context, account: string, grant: Grant, by: string): Promise<void> {
  const person = await existing(context, account)
  await context.audit.record({ by, action: 'role-given', subject: account, details: { ...grant } })
  await context.people.update(account, {
    set: {
      roles: [...new Set([...person.roles, grant.role])],
      ...(grant.role === 'trainer' ? { trainerOf: grant.courses } : {}),
      ...(grant.role === 'focal-point' ? { focalPointOf: grant.party } : {}),
    },
  })
  context.directory.forget(account)
}

/**
 * Takes a role; recorded in the audit.
 * @throws AppError 404 where there is no such account; 409 'last-administrator' where nobody would be left
 */
export async function takeRole(context: Context, account: string, role: GivenRole, by: string): Promise<void> {
  const person = await existing(context, account)
  if (!person.roles.includes(role)) return
  if (role === 'administrator') await refuseLast(context, account)
  await context.audit.record({ by, action: 'role-taken', subject: account, details: { role } })
  await context.people.update(account, {
    set: { roles: person.roles.filter((one) => one !== role), ...(role === 'trainer' ? { trainerOf: [] } : {}) },
    unset: role === 'focal-point' ? ['focalPointOf'] : [],
  })
  context.directory.forget(account)
}

/** @throws AppError 409 'last-administrator' where this account is the only administrator */
export async function refuseLast({ people }: Context, account: string): Promise<void> {
  const administrators = await people.withRole('administrator')
  if (administrators.every((one) => one._id === account) && administrators.length > 0)
    throw conflict('last-administrator')
}

/** The accounts that hold a role, by name. */
export const holdersOf = async ({ people }: Context, role: Role): Promise<string[]> =>
  (await people.withRole(role)).map(({ _id }) => _id)

async function existing({ people }: Context, account: string): Promise<StoredPerson> {
  const person = await people.find(account)
  if (!person || person.erasing) throw notFound()
  return person
}
