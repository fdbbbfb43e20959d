import { badInput, conflict } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Place } from './affiliation.js'
import type { Access } from './access-store.js'
import type { Context } from './context.js'
import { emailKey } from './fold.js'
import { findLink, makeLink, takeLink } from './links.js'
import { openAccount } from './opening.js'
import { newPerson } from './registration.js'

export interface Invitation extends Place {
  email: string
  language: Language
  /** Opaque id of who vouches, and as what. */
  invitedBy: string
  how: 'focal-point' | 'secretariat'
}

/**
 * Invites an address to an affiliation.
 * @param texts the Party's name for the letter
 * @returns the link's path, for the inviter to hand over where no mail can be sent; undefined where it was mailed
 */
export async function invite(context: Context, invitation: Invitation, partyName: string): Promise<string | undefined> {
  const { email, language, party, agency, invitedBy, how } = invitation
  await context.audit.record({ by: invitedBy, action: 'invited', details: { party, agency } })
  const token = await makeLink(context, 'invitation', {
    email,
    emailKey: emailKey(email),
    party,
    agency,
    language,
    invitedBy,
    how,
  })
  const path = `/invitation/${token}`
  if (!context.letters.canSend) return path
  context.letters.send({ email, language }, 'invitation', { path, params: { party: partyName } })
  return undefined
}

/** What an invitation offers, and whether its address has an account that must sign in to accept it. */
export interface Offer extends Place {
  email: string
  language: Language
  hasAccount: boolean
}

/** Undefined where the link is not, or no longer, good. */
export async function findOffer(context: Context, token: string): Promise<Offer | undefined> {
  const link = await findLink(context, token, ['invitation'])
  const offer = link && toOffer(link)
  if (!offer) return undefined
  const person = await context.people.findByEmail(emailKey(offer.email))
  return { ...offer, hasAccount: person?.emailConfirmed ?? false }
}

/**
 * Accepts for a person who is signed in.
 * @returns false where the link is not, or no longer, good
 * @throws AppError 409 'invitation-for-another' where the invitation went to another address
 */
export async function acceptSignedIn(context: Context, token: string, account: string): Promise<boolean> {
  const person = await context.people.find(account)
  const offered = await findLink(context, token, ['invitation'])
  if (!person || !offered) return false
  if (offered.emailKey !== person.emailKey) throw conflict('invitation-for-another')
  const link = await takeLink(context, token, ['invitation'])
  if (!link) return false
  await confirmInvited(context, account, link)
  return true
}

/**
 * Accepts for somebody new: having the link proves the address, so the account is open at once.
 * @returns the account; undefined where the link is not, or no longer, good
 * @throws AppError 409 'sign-in-to-accept' where the address has an account by now
 */
export async function acceptAsNew(
  context: Context,
  token: string,
  { name, language, password }: { name: string; language: Language; password: string },
): Promise<string | undefined> {
  const { people, clock } = context
  const offer = await findOffer(context, token)
  if (!offer) return undefined
  if (offer.hasAccount) throw conflict('sign-in-to-accept')
  const link = await takeLink(context, token, ['invitation'])
  if (!link) return undefined
  const draft = newPerson({ ...offer, name, language }, clock.now())
  if (!(await people.add(draft))) {
    const { email, searchWords, registration } = draft
    await people.registerAgain(draft.emailKey, {
      name,
      email,
      language,
      searchWords,
      ...(registration ? { registration } : {}),
    })
  }
  const person = await people.findByEmail(draft.emailKey)
  if (!person) throw badInput('invalid-input')
  if (person.emailConfirmed) throw conflict('sign-in-to-accept')
  await openAccount(context, person, password)
  await confirmInvited(context, person._id, link)
  return person._id
}

async function confirmInvited(context: Context, account: string, link: Access): Promise<void> {
  const offer = toOffer(link)
  if (!offer) throw badInput('invalid-input')
  await context.people.update(account, { unset: ['rejection'] })
  await context.affiliations.confirm(account, offer, { by: link.invitedBy ?? 'unknown', how: 'invitation' })
}

const toOffer = ({ email, party, agency, language = 'en' }: Access): Omit<Offer, 'hasAccount'> | undefined =>
  email !== undefined && party !== undefined && agency !== undefined ? { email, party, agency, language } : undefined
