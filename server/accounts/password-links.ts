import type { Language } from '../base/languages.js'
import type { Context } from './context.js'
import { evenTime } from './even-time.js'
import { emailKey } from './fold.js'
import { findLink, makeLink, takeLink } from './links.js'
import { openAccount } from './opening.js'
import type { StoredPerson } from './people-store.js'

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
  const kind = person.emailConfirmed ? 'reset' : 'confirm'
  const token = await makeLink(context, kind, { account: person._id })
  letters.send(person, kind, { path: `/password/choose/${token}` })
}

/** Whose password a link lets one choose; undefined where the link is not, or no longer, good. */
export async function personOfLink(context: Context, token: string): Promise<StoredPerson | undefined> {
  const link = await findLink(context, token, [...kinds])
  return link?.account === undefined ? undefined : context.people.find(link.account)
}

/** @returns the account that was opened; undefined where the link is not, or no longer, good */
export async function choosePassword(context: Context, token: string, password: string): Promise<string | undefined> {
  const link = await takeLink(context, token, [...kinds])
  const person = link?.account === undefined ? undefined : await context.people.find(link.account)
  if (!person || person.erasing) return undefined
  await openAccount(context, person, password)
  if (link?.kind === 'reset') context.letters.send(person, 'passwordChanged', { path: '/password/forgotten' })
  return person._id
}
