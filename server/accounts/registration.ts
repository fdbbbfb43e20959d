import { randomId } from '../base/ids.js'
import type { Language } from '../base/languages.js'
import type { Access } from './access-store.js'
import type { Place } from './affiliation.js'
import type { Context } from './context.js'
import { evenTime } from './even-time.js'
import { emailKey, searchWords } from './fold.js'
import { makeLink } from './links.js'
import type { StoredPerson } from './people-store.js'

export interface Registration extends Place {
  name: string
  email: string
  language: Language
}

/**
 * Takes a registration. The answer, and about its time, is the same whether the address is known or not; only the
 * letter that goes to the address tells which. The password is chosen by whoever proves to read that address.
 */
export function register(context: Context, registration: Registration): Promise<void> {
  return evenTime(context.evenAnswerMs, takeRegistration(context, registration))
}

async function takeRegistration(context: Context, registration: Registration): Promise<void> {
  const { people, letters } = context
  const person = newPerson(registration, context.clock.now())
  const added = await people.add(person)
  if (!added) await people.registerAgain(person.emailKey, changeable(person))
  const known = added ? person : await people.findByEmail(person.emailKey)
  // Erased by somebody else in this very moment.
  if (!known) return
  if (known.emailConfirmed) {
    letters.send(known, 'alreadyRegistered', { path: '/sign-in' })
    return
  }
  // Without mail nobody could be told of a link: a one-time code opens the account.
  if (!letters.canSend) return
  letters.send(known, 'confirm', { path: await confirmingPath(context, known._id, registration) })
}

/**
 * A link by which a registration is confirmed and its password chosen. It holds the registration: anybody may register
 * an address once more, and what they enter must not slip into what its owner confirms.
 */
export async function confirmingPath(context: Context, account: string, registration: Registration): Promise<string> {
  const token = await makeLink(context, 'confirm', { account, ...kept(registration) })
  return `/password/choose/${token}`
}

/** A registration as a link or code keeps it. */
export const kept = ({ name, email, language, party, agency }: Registration) => ({
  ...{ name, email, emailKey: emailKey(email), language, party, agency },
})

/** The registration that a link or code confirms; undefined for one that confirms none. */
export const keptIn = ({ name, email, language, party, agency }: Access): Registration | undefined =>
  name !== undefined && email !== undefined && language && party !== undefined && agency
    ? { name, email, language, party, agency }
    : undefined

/** What was last entered for an address that is not confirmed yet; undefined once it is. */
export const waiting = ({ name, email, language, registration }: StoredPerson): Registration | undefined =>
  registration && { name, email, language, ...registration }

const changeable = ({ name, email, language, registration, searchWords: found, createdAt }: StoredPerson) => ({
  ...{ name, email, language, createdAt },
  ...(registration ? { registration } : {}),
  searchWords: found,
})

/** A person whose address nobody has confirmed yet. */
export function newPerson({ name, email, language, party, agency }: Registration, now: Date): StoredPerson {
  return {
    _id: randomId(),
    name,
    email,
    emailKey: emailKey(email),
    emailConfirmed: false,
    language,
    registration: { party, agency },
    epoch: 1,
    roles: [],
    trainerOf: [],
    searchWords: searchWords(name, email),
    createdAt: now,
  }
}
