import type { Context } from './context.js'
import type { Place } from './affiliation.js'
import { emailKey } from './fold.js'
import { makeLink } from './links.js'
import { newPerson, type Registration } from './registration.js'

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
 * Registers an address from the command line.
 * @returns the account, and the path of the link by which its owner chooses a password
 */
export async function preRegister(
  context: Context,
  registration: Registration,
): Promise<{ account: string; path: string }> {
  const draft = newPerson(registration, context.clock.now())
  await context.people.add(draft)
  const person = await context.people.findByEmail(emailKey(registration.email))
  const account = person?._id ?? draft._id
  const token = await makeLink(context, person?.emailConfirmed ? 'reset' : 'confirm', { account })
  return { account, path: `/password/choose/${token}` }
}
