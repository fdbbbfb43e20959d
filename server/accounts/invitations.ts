import { conflict } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Place } from './affiliation.js'
import type { Access } from './access-store.js'
import type { Context } from './context.js'
import { emailKey } from './fold.js'
import { findLink, makeLink, useLink } from './links.js'
import { openAccount } from './opening.js'
import { permissions } from './permissions.js'
import { newPerson } from './registration.js'
import { leavingPost } from './roles.js'

export interface Invitation extends Place {
  email: string
  language: Language
  /** Opaque id of who vouches, and as what. */
  invitedBy: string
  how: 'focal-point' | 'secretariat'
}

/**
 * Invites an address to an affiliation.
 * @param partyName for the letter, in its language
 * @returns the link's path, for the inviter to hand over where no mail can be sent; undefined where it was mailed
 * @throws AppError 409 'own-invitation' where the address is the inviter's: nobody vouches for themselves
 */
export async function invite(context: Context, invitation: Invitation, partyName: string): Promise<string | undefined> {
  const { email, language, party, agency, invitedBy, how } = invitation
  if ((await context.people.findByEmail(emailKey(email)))?._id === invitedBy) throw conflict('own-invitation')
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

/** Undefined where the link is not, or no longer, good, or who sent it may no longer invite for that Party. */
export async function findOffer(context: Context, token: string): Promise<Offer | undefined> {
  const link = await findLink(context, token, ['invitation'])
  const offer = link && (await standingOffer(context, link))
  if (!offer) return undefined
  const person = await context.people.findByEmail(emailKey(offer.email))
  const { email, party, agency, language } = offer
  return { email, party, agency, language, hasAccount: person?.emailConfirmed ?? false }
}

/**
 * Accepts for a person who is signed in.
 * @returns false where the invitation is not, or no longer, good
 * @throws AppError 409 'invitation-for-another' where it went to another address; 'own-invitation' where the person
 *   sent it
 */
export async function acceptSignedIn(context: Context, token: string, account: string): Promise<boolean> {
  const accepted = await useLink(context, token, ['invitation'], async (link) => {
    const [offer, person] = await Promise.all([standingOffer(context, link), context.people.find(account)])
    if (!offer || !person) return undefined
    if (link.emailKey !== person.emailKey) throw conflict('invitation-for-another')
    if (offer.invitedBy === account) throw conflict('own-invitation')
    await confirmInvited(context, account, offer)
    return true
  })
  return accepted ?? false
}

/**
 * Accepts for somebody new: having the link proves the address, so the account is open at once.
 * @returns the account; undefined where the invitation is not, or no longer, good
 * @throws AppError 409 'sign-in-to-accept' where the address has an account by now
 */
export function acceptAsNew(
  context: Context,
  token: string,
  { name, language, password }: { name: string; language: Language; password: string },
): Promise<string | undefined> {
  return useLink(context, token, ['invitation'], async (link) => {
    const offer = await standingOffer(context, link)
    if (!offer) return undefined
    const registration = { ...offer, name, language }
    const draft = newPerson(registration, context.clock.now())
    await context.people.add(draft)
    const person = await context.people.findByEmail(draft.emailKey)
    if (person?.emailConfirmed) throw conflict('sign-in-to-accept')
    if (!person || !(await openAccount(context, person, password, registration))) return undefined
    await confirmInvited(context, person._id, offer)
    return person._id
  })
}

async function confirmInvited(context: Context, account: string, offer: StandingOffer): Promise<void> {
  const { party, agency, invitedBy } = offer
  await leavingPost(context, account, { to: party, by: account }, async () => {
    await context.people.update(account, { unset: ['rejection'] })
    await context.affiliations.confirm(account, { party, agency }, { by: invitedBy, how: 'invitation' })
  })
}

type StandingOffer = Omit<Offer, 'hasAccount'> & { invitedBy: string }

/** An invitation is worth what its inviter may do when it is accepted, not when it was sent. */
async function standingOffer({ directory }: Context, link: Access): Promise<StandingOffer | undefined> {
  const { email, party, agency, language = 'en', invitedBy } = link
  if (email === undefined || party === undefined || agency === undefined || invitedBy === undefined) return undefined
  const inviter = await directory.person(invitedBy)
  return permissions.may(inviter, 'invite', { party }) ? { email, party, agency, language, invitedBy } : undefined
}
