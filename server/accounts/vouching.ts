import { conflict, notFound } from '../base/errors.js'
import { samePlace, type Place, type Way } from './affiliation.js'
import { after, days, type Context } from './context.js'
import { giveRole, leavePost } from './roles.js'
import type { AffiliationStatus, PartyCode, Person } from './types.js'

/** As what somebody vouches for people of a Party. */
export const wayOf = (person: Person, party: PartyCode): Way & ('focal-point' | 'secretariat') =>
  person.focalPointOf === party ? 'focal-point' : 'secretariat'

/** Of two who decide about one person at once, the second waits, and meets what the first did. */
const deciding = <T>({ alone }: Context, account: string, work: () => Promise<T>): Promise<T> =>
  alone(`vouching:${account}`, work)

/** Whether an affiliation is still the one that was shown. */
async function stands({ affiliations }: Context, account: string, shown: Place, as: AffiliationStatus) {
  const now = await affiliations.of(account)
  return now !== undefined && samePlace(now, shown) && now.status === as && !now.rejectedAt
}

/**
 * Confirms the claim of a person as it was shown to the one who confirms. Whoever comes second, from another window,
 * finds it confirmed: nothing is recorded or told again.
 * @throws AppError 409 'claim-changed' where it is another by now
 */
export function confirmClaim(context: Context, subject: Person, shown: Place, by: Person): Promise<void> {
  const { audit, affiliations, people, letters } = context
  const how = wayOf(by, shown.party)
  return deciding(context, subject.id, async () => {
    if (await stands(context, subject.id, shown, 'confirmed')) return
    if (!(await stands(context, subject.id, shown, 'claimed'))) throw conflict('claim-changed')
    await audit.record({ by: by.id, action: 'affiliation-confirmed', subject: subject.id, details: { ...shown, how } })
    await affiliations.confirmClaim(subject.id, shown, { by: by.id, how })
    await people.update(subject.id, { unset: ['rejection'] })
    letters.send(subject, 'affiliationConfirmed', { path: '/profile' })
  })
}

interface Refusal {
  shown: Place
  /** The person reads it. */
  reason: string
}

/**
 * Says that a person's claim, as it was shown, is not right. The person reads the reason.
 * @throws AppError 409 'claim-changed' where it is another by now, or no longer a claim
 */
export const rejectClaim = (context: Context, subject: Person, refusal: Refusal, by: Person): Promise<void> =>
  refuse(context, subject, { ...refusal, as: 'claimed' }, by)

/**
 * Says that a confirmed affiliation, as it was shown, is right no longer: it ends. The person reads the reason.
 * @throws AppError 409 'claim-changed' where it is another by now, or confirmed no longer
 */
export const endAffiliation = (context: Context, subject: Person, refusal: Refusal, by: Person): Promise<void> =>
  refuse(context, subject, { ...refusal, as: 'confirmed' }, by)

const told = {
  claimed: { action: 'affiliation-rejected', letter: 'affiliationRejected' },
  confirmed: { action: 'affiliation-ended', letter: 'affiliationEnded' },
} as const

/** If the Secretariat refuses a focal point, the appointment ends too. */
function refuse(
  context: Context,
  subject: Person,
  { shown, reason, as }: Refusal & { as: AffiliationStatus },
  by: Person,
): Promise<void> {
  const { audit, affiliations, people, letters, clock } = context
  const { action, letter } = told[as]
  return deciding(context, subject.id, async () => {
    if (!(await stands(context, subject.id, shown, as))) throw conflict('claim-changed')
    await audit.record({ by: by.id, action, subject: subject.id, reason, details: { ...shown } })
    const rejection = { reason, at: clock.now(), by: by.id, party: shown.party, ended: as === 'confirmed' }
    // First: it is shown only once the affiliation is rejected.
    await people.update(subject.id, { set: { rejection } })
    await affiliations.reject(subject.id, shown, by.id)
    if (wayOf(by, shown.party) === 'secretariat') await leavePost(context, subject.id, undefined, by.id)
    letters.send(subject, letter, { path: '/profile/affiliation', params: { reason } })
  })
}

/** How long whoever rejected somebody by mistake sees them, and may take it back. */
const regrettableFor = days(7)

/** The people of a Party whom somebody rejected, or whose affiliation they ended, and who can still be taken back. */
export async function lastRefused(context: Context, by: string, party: PartyCode): Promise<Person[]> {
  const found = await context.people.refusedBy(by, after(context.clock.now(), -regrettableFor))
  const people = await context.directory.people(found)
  return [...people.values()].filter(({ affiliation }) => affiliation.rejectedAt && affiliation.party === party)
}

/**
 * Takes back what somebody rejected or ended by mistake: it is a claim again, and waits. The person is told.
 * @throws AppError 404 where there is no such mistake of theirs, or it is too old; 409 'claim-changed' where the person
 *   has entered something else by now
 */
export function takeBack(context: Context, account: string, shown: Place, by: Person): Promise<void> {
  const { audit, affiliations, people, letters } = context
  return deciding(context, account, async () => {
    const subject = (await lastRefused(context, by.id, shown.party)).find(({ id }) => id === account)
    if (!subject) throw notFound()
    if (!samePlace(subject.affiliation, shown)) throw conflict('claim-changed')
    await audit.record({ by: by.id, action: 'rejection-taken-back', subject: account, details: { ...shown } })
    await affiliations.claim(account, shown)
    await people.update(account, { unset: ['rejection'] })
    letters.send(subject, 'rejectionTakenBack', { path: '/profile' })
  })
}

/** Whether somebody can be the focal point of a Party: by their own account, and an address that is theirs. */
export const worksFor = ({ affiliation, emailConfirmed }: Person, party: PartyCode): boolean =>
  affiliation.party === party && !affiliation.rejectedAt && emailConfirmed

/**
 * Appoints the focal point of a Party. Who appoints, vouches for the affiliation too.
 * @throws AppError 409 'not-of-this-party' where the person works elsewhere by their own account
 */
export async function appoint(context: Context, subject: Person, party: PartyCode, by: Person): Promise<void> {
  const { affiliation } = subject
  if (!worksFor(subject, party)) throw conflict('not-of-this-party')
  const { agency, status } = affiliation
  if (status === 'claimed') await confirmClaim(context, subject, { party, agency }, by)
  await giveRole(context, subject.id, { role: 'focal-point', party }, by.id)
  const now = await context.affiliations.of(subject.id)
  if (now?.party === party && !now.rejectedAt) return
  // They moved on in this very moment: whoever comes second sees the other.
  await leavePost(context, subject.id, now?.rejectedAt ? undefined : now?.party, by.id)
  throw conflict('not-of-this-party')
}
