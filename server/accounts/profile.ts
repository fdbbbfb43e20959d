import type { Language } from '../base/languages.js'
import type { Place } from './affiliation.js'
import type { Context } from './context.js'
import { emailKey, searchWords } from './fold.js'
import { makeLink, takeLink } from './links.js'
import type { StoredPerson } from './people-store.js'
import type { Person } from './types.js'

/** Changes what a person is called, and the language of their letters and first page. */
export async function changeProfile(
  { people, directory }: Context,
  person: Person,
  { name, language }: { name: string; language: Language },
): Promise<void> {
  await people.update(person.id, { set: { name, language, searchWords: searchWords(name, person.email) } })
  directory.forget(person.id)
}

/**
 * A person works elsewhere now: a new claim, to be confirmed again. Leaving a Party ends being its focal point: the
 * Secretariat appoints somebody to a post, not a person for life.
 */
export async function changePlace(context: Context, person: Person, place: Place): Promise<void> {
  const { people, affiliations, audit, directory } = context
  const leaves = person.focalPointOf !== undefined && person.focalPointOf !== place.party
  if (leaves) {
    const details = { role: 'focal-point', party: person.focalPointOf }
    await audit.record({ by: person.id, action: 'role-taken', subject: person.id, details })
  }
  await people.update(person.id, {
    unset: ['rejection', ...(leaves ? (['focalPointOf'] as const) : [])],
    ...(leaves ? { set: { roles: person.roles.filter((role) => role !== 'focal-point' && role !== 'learner') } } : {}),
  })
  await affiliations.claim(person.id, place)
  directory.forget(person.id)
}

/**
 * Changes a password; every other session of the person ends (the caller begins this one anew).
 * @returns false where the present password is not the one given
 */
export async function changePassword(
  context: Context,
  account: string,
  { present, wanted }: { present: string; wanted: string },
): Promise<boolean> {
  const { people, passwords, access, directory, letters } = context
  const person = await people.find(account)
  if (!(await passwords.matches(present, person?.passwordHash)) || !person) return false
  await people.update(account, { set: { passwordHash: await passwords.hash(wanted) }, endSessions: true })
  await access.removeOf({ account })
  directory.forget(account)
  letters.send(person, 'passwordChanged', { path: '/password/forgotten' })
  return true
}

/**
 * Begins a change of address: the new one gets a link, and is the person's once that is followed. Whether it belongs
 * to somebody already is told only by letter.
 * @returns false where the password is not the person's
 */
export async function askForNewEmail(
  context: Context,
  account: string,
  { email, password }: { email: string; password: string },
): Promise<boolean> {
  const { people, passwords, letters } = context
  const person = await people.find(account)
  if (!(await passwords.matches(password, person?.passwordHash)) || !person) return false
  const to = { email, language: person.language }
  if (await people.findByEmail(emailKey(email))) {
    letters.send(to, 'alreadyRegistered', { path: '/sign-in' })
    return true
  }
  const token = await makeLink(context, 'new-email', { account, email })
  letters.send(to, 'newEmail', { path: `/profile/email/${token}` })
  return true
}

/**
 * Follows the link to a new address; the old one is told.
 * @returns false where the link is not good for this person, or the address was taken meanwhile
 */
export async function confirmNewEmail(context: Context, account: string, token: string): Promise<boolean> {
  const link = await takeLink(context, token, ['new-email'])
  const person = await context.people.find(account)
  if (!person || link?.account !== account || link.email === undefined) return false
  if (!(await setEmail(context, person, link.email))) return false
  context.letters.send(person, 'emailChanged', { path: '/password/forgotten' })
  return true
}

async function setEmail({ people, directory }: Context, person: StoredPerson, email: string): Promise<boolean> {
  const set = { email, emailKey: emailKey(email), searchWords: searchWords(person.name, email) }
  const done = await people.update(person._id, { set })
  directory.forget(person._id)
  return done
}
