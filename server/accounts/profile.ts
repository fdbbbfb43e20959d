import { conflict } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Place } from './affiliation.js'
import type { Context } from './context.js'
import { emailKey, searchWords } from './fold.js'
import { findLink, makeLink, useLink } from './links.js'
import type { StoredPerson } from './people-store.js'
import { leavingPost } from './roles.js'
import type { Person } from './types.js'

/**
 * Changes what a person is called, and the language of their letters and first page.
 * @throws AppError 409 'busy' where their address, by which they are found too, changed in this very moment
 */
export async function changeProfile(
  { people, directory }: Context,
  person: Person,
  { name, language }: { name: string; language: Language },
): Promise<void> {
  const set = { name, language, searchWords: searchWords(name, person.email) }
  const saved = await people.update(person.id, { set }, { emailKey: emailKey(person.email) })
  directory.forget(person.id)
  if (!saved) throw conflict('busy')
}

/** A person works elsewhere now: a new claim, to be confirmed again. Leaving a Party ends being its focal point. */
export async function changePlace(context: Context, person: Person, place: Place): Promise<void> {
  const { affiliations, directory } = context
  // What was rejected before stays known: whoever is asked once more should know that they were asked already.
  await leavingPost(context, person.id, { to: place.party, by: person.id }, () => affiliations.claim(person.id, place))
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

/** The new address that a link confirms; undefined where it is not good for this person. */
export async function newEmailOf(context: Context, account: string, token: string): Promise<string | undefined> {
  const link = await findLink(context, token, ['new-email'])
  return link?.account === account ? link.email : undefined
}

/**
 * Follows the link to a new address; the old one is told. Every link and code of before is void, for whoever reads the
 * old mailbox may not be the person any more, and every session ends (the caller begins this one anew).
 * @returns false where the link is not good for this person, or the address was taken meanwhile
 */
export async function confirmNewEmail(context: Context, account: string, token: string): Promise<boolean> {
  const changed = await useLink(context, token, ['new-email'], async (link) => {
    const person = await context.people.find(account)
    if (!person || link.account !== account || link.email === undefined) return undefined
    if (!(await setEmail(context, person, link.email))) return undefined
    context.letters.send(person, 'emailChanged', { path: '/password/forgotten' })
    return true
  })
  return changed ?? false
}

async function setEmail({ people, access, directory }: Context, person: StoredPerson, email: string): Promise<boolean> {
  const { _id, name } = person
  const set = { email, emailKey: emailKey(email), searchWords: searchWords(name, email) }
  const done = await people.update(_id, { set, endSessions: true }, { name })
  directory.forget(_id)
  if (done) await access.removeOf({ account: _id })
  return done
}
