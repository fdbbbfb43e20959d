import { conflict } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Place } from './affiliation.js'
import type { Access } from './access-store.js'
import type { Context } from './context.js'
import { emailKey } from './fold.js'
import { findLink, makeKnownLink, useLink } from './links.js'
import { openAccount } from './opening.js'
import { permissions } from './permissions.js'
import { newPerson } from './registration.js'
import { leavingPost } from './roles.js'
import type { PartyCode } from './types.js'

export interface Invitation extends Place {
  email: string
  language: Language
  /** Opaque id of who vouches, and as what. */
  invitedBy: string
  how: 'focal-point' | 'secretariat'
}

/** An invitation that waits for an answer. */
export interface OpenInvitation extends Invitation {
  /** What its actions name it by; nobody accepts it with that. */
  id: string
  /** What the audit calls it. */
  number: string
  sentAt: Date
  expiresAt: Date
}

/** An invitation's number leads to nobody's address. */
const numberOf = (id: string) => id.slice(0, 12)

/**
 * Invites an address to an affiliation. It takes the place of an earlier invitation of that address to that Party.
 * @returns the link's path, for the inviter to hand over where no mail can be sent; undefined where it was mailed
 * @throws AppError 409 'own-invitation' where the address is the inviter's: nobody vouches for themselves
 */
export async function invite(context: Context, invitation: Invitation): Promise<string | undefined> {
  const { email, language, party, agency, invitedBy, how } = invitation
  const { people, alone, audit, access, letters } = context
  const to = { emailKey: emailKey(email), party }
  if ((await people.findByEmail(to.emailKey))?._id === invitedBy) throw conflict('own-invitation')
  const data = { ...to, email, agency, language, invitedBy, how }
  const { token, id, expiresAt } = await alone(`inviting:${party}:${to.emailKey}`, async () => {
    const link = await makeKnownLink(context, 'invitation', data)
    await access.removeInvitations(to, link.id)
    return link
  })
  // Its link has been told to nobody yet.
  await audit.record({ by: invitedBy, action: 'invited', subject: numberOf(id), details: { party, agency } })
  const path = `/invitation/${token}`
  if (!letters.canSend) return path
  const inviter = (await people.find(invitedBy))?.name ?? ''
  letters.send({ email, language }, 'invitation', {
    path,
    params: ({ t, day }) => ({
      inviter,
      as: t(`accounts:role.${how}`),
      party: context.parties.name(party, language),
      agency: t(`accounts:agency.${agency}`),
      until: day(expiresAt),
    }),
  })
  return undefined
}

/** The invitations that wait for an answer: to a Party, or those that the Secretariat sent; the newest first. */
export async function openInvitations(
  { access, clock }: Context,
  of: { party: PartyCode } | { how: 'secretariat' },
): Promise<OpenInvitation[]> {
  return (await access.invitations(of, clock.now())).flatMap(toOpen)
}

function toOpen({ _id, createdAt, expiresAt, ...link }: Access): OpenInvitation[] {
  const { email, party, agency, language, invitedBy, how } = link
  if (email === undefined || party === undefined || !agency || !language || !invitedBy || !how) return []
  const number = numberOf(_id)
  return [{ id: _id, number, email, party, agency, language, invitedBy, how, sentAt: createdAt, expiresAt }]
}

/** Makes an invitation void. */
export async function cancelInvitation({ access, audit }: Context, invitation: OpenInvitation, by: string) {
  const { id, number, party, agency } = invitation
  await audit.record({ by, action: 'invitation-cancelled', subject: number, details: { party, agency } })
  await access.remove(id)
}

/** What an invitation offers, and whether its address has an account that must sign in to accept it. */
export interface Offer extends Place {
  email: string
  language: Language
  hasAccount: boolean
  /** Who invites, by name, and as what. */
  inviter: string
  how: Invitation['how']
  expiresAt: Date
}

/** Undefined where the link is not, or no longer, good, or who sent it may no longer invite for that Party. */
export async function findOffer(context: Context, token: string): Promise<Offer | undefined> {
  const link = await findLink(context, token, ['invitation'])
  const offer = link && (await standingOffer(context, link))
  if (!offer) return undefined
  const person = await context.people.findByEmail(emailKey(offer.email))
  const { email, party, agency, language, inviter, how, expiresAt } = offer
  return { email, party, agency, language, inviter, how, expiresAt, hasAccount: person?.emailConfirmed ?? false }
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
  const { access, affiliations, audit, people } = context
  const { id, email, party, agency, invitedBy } = offer
  const how = 'invitation'
  const details = { party, agency, how, invitation: numberOf(id) }
  await audit.record({ by: invitedBy, action: 'affiliation-confirmed', subject: account, details })
  await leavingPost(context, account, { to: party, by: account }, async () => {
    await people.update(account, { unset: ['rejection'] })
    await affiliations.confirm(account, { party, agency }, { by: invitedBy, how })
  })
  await access.removeInvitations({ emailKey: emailKey(email), party }, id)
}

type StandingOffer = Omit<Offer, 'hasAccount'> & { id: string; invitedBy: string }

/** An invitation is worth what its inviter may do when it is accepted, not when it was sent. */
async function standingOffer({ directory }: Context, link: Access): Promise<StandingOffer | undefined> {
  const [invitation] = toOpen(link)
  const inviter = invitation && (await directory.person(invitation.invitedBy))
  if (!invitation || !permissions.may(inviter, 'invite', { party: invitation.party })) return undefined
  return { ...invitation, inviter: inviter?.name ?? '' }
}
