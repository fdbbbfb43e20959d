import { notFound } from '../base/errors.js'
import type { Context } from './context.js'
import type { Place } from './affiliation.js'
import { emailKey } from './fold.js'
import { makeLink } from './links.js'
import { confirmingPath, newPerson, type Registration } from './registration.js'

/**
 * Lets somebody in without a letter: for the demo's people and tests. Repeated, it finishes what a crash interrupted,
 * and leaves alone whoever has a password already.
 * @param confirmed who vouched for the affiliation and when; without it, it is claimed
 * @returns the account
 */
export async function admit(
  context: Context,
  registration: Registration,
  { password, confirmed }: { password: string; confirmed?: { by: string; at?: Date } },
): Promise<string> {
  const { people, affiliations, passwords, directory, clock } = context
  const draft = newPerson(registration, confirmed?.at ?? clock.now())
  await people.add(draft)
  const person = (await people.findByEmail(draft.emailKey)) ?? draft
  if (person.passwordHash) return person._id
  const place: Place = { party: registration.party, agency: registration.agency }
  if (confirmed) await affiliations.confirm(person._id, place, { how: 'command', ...confirmed })
  else await affiliations.claim(person._id, place)
  await people.update(person._id, {
    set: { emailConfirmed: true, passwordHash: await passwords.hash(password) },
    unset: ['registration'],
  })
  directory.forget(person._id)
  return person._id
}

/**
 * Makes an administrator from the command line, as the first one must be made. The role is there before the address is
 * confirmed: whoever chooses the password by the link is one from that moment on, and nobody before.
 * @returns the account, and the path of the link by which its owner chooses a password
 * @throws AppError 404 where the account of this address is being erased
 */
export async function createAdministrator(
  context: Context,
  registration: Registration,
): Promise<{ account: string; path: string }> {
  const { people, roles, audit, clock, directory } = context
  await people.add(newPerson(registration, clock.now()))
  const person = await people.findByEmail(emailKey(registration.email))
  if (!person || person.erasing) throw notFound()
  const account = person._id
  await audit.record({ by: 'command', action: 'role-given', subject: account, details: { role: 'administrator' } })
  await roles.give(account, { role: 'administrator' }, { unconfirmed: true })
  directory.forget(account)
  if (!person.emailConfirmed) return { account, path: await confirmingPath(context, account, registration) }
  const token = await makeLink(context, 'reset', { account, emailKey: person.emailKey })
  return { account, path: `/password/choose/${token}` }
}
