import type { Language } from '../base/languages.js'
import type { Access } from './access-store.js'
import type { Context } from './context.js'
import { evenTime } from './even-time.js'
import { emailKey } from './fold.js'
import { findLink, makeLink, useLink } from './links.js'
import { openAccount } from './opening.js'
import type { StoredPerson } from './people-store.js'
import { confirmingPath, keptIn, waiting, type Registration } from './registration.js'

const kinds = ['confirm', 'reset'] as const

/**
 * Sends a link by which a new password can be chosen. The answer and its time are the same for every address: that
 * nobody registered it is told by a letter to it.
 * @param language of the page, for an address that has no person
 */
export function askForReset(context: Context, email: string, language: Language): Promise<void> {
  return evenTime(context.evenAnswerMs, sendReset(context, email, language))
}

async function sendReset(context: Context, email: string, language: Language): Promise<void> {
  const { people, letters } = context
  if (!letters.canSend) return
  const person = await people.findByEmail(emailKey(email))
  if (!person || person.erasing) {
    letters.send({ email, language }, 'notRegistered', { path: '/register' })
    return
  }
  const registered = waiting(person)
  if (registered) {
    letters.send(person, 'confirm', { path: await confirmingPath(context, person._id, registered) })
    return
  }
  // It is good only as long as the letter's address is the person's.
  const token = await makeLink(context, 'reset', { account: person._id, emailKey: person.emailKey })
  letters.send(person, 'reset', { path: `/password/choose/${token}` })
}

/** Whose password a link lets one choose, and the registration that it confirms, if it does. */
export interface LinkHolder {
  name: string
  email: string
  registration: Registration | undefined
}

/** Undefined where the link is not, or no longer, good. */
export async function holderOfLink(context: Context, token: string): Promise<LinkHolder | undefined> {
  const link = await findLink(context, token, [...kinds])
  const person = link && (await personOf(context, link))
  if (!person) return undefined
  const registration = person.emailConfirmed ? undefined : (keptIn(link) ?? waiting(person))
  return { name: registration?.name ?? person.name, email: person.email, registration }
}

/** @returns the account that was opened; undefined where the link is not, or no longer, good */
export function choosePassword(context: Context, token: string, password: string): Promise<string | undefined> {
  return useLink(context, token, [...kinds], async (link) => {
    const person = await personOf(context, link)
    if (!person || !(await openAccount(context, person, password, keptIn(link)))) return undefined
    if (person.emailConfirmed) context.letters.send(person, 'passwordChanged', { path: '/password/forgotten' })
    return person._id
  })
}

/** Whose link it is; nobody's, if it was sent to an address that the person has left. */
async function personOf({ people }: Context, { account, emailKey: sentTo }: Access): Promise<StoredPerson | undefined> {
  const person = account === undefined ? undefined : await people.find(account)
  const theirs = sentTo === undefined || person?.emailKey === sentTo
  return theirs && !person?.erasing ? person : undefined
}
