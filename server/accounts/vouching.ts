import { conflict } from '../base/errors.js'
import type { Place, Way } from './affiliation.js'
import type { Context } from './context.js'
import { giveRole, leavePost } from './roles.js'
import type { PartyCode, Person } from './types.js'

/** As what somebody vouches for people of a Party. */
export const wayOf = (person: Person, party: PartyCode): Way & ('focal-point' | 'secretariat') =>
  person.focalPointOf === party ? 'focal-point' : 'secretariat'

/**
 * Confirms the claim of a person as it was shown to the one who confirms.
 * @throws AppError 409 'claim-changed' where it is another by now
 */
export async function confirmClaim(context: Context, subject: Person, shown: Place, by: Person): Promise<void> {
  const { audit, affiliations, people, letters } = context
  const how = wayOf(by, shown.party)
  await audit.record({ by: by.id, action: 'affiliation-confirmed', subject: subject.id, details: { ...shown, how } })
  await affiliations.confirmClaim(subject.id, shown, { by: by.id, how })
  await people.update(subject.id, { unset: ['rejection'] })
  letters.send(subject, 'affiliationConfirmed', { path: '/profile' })
}

/**
 * Says that a person's affiliation, as it was shown, is not right, or no longer. The person reads the reason. If the
 * Secretariat says so of a focal point, the appointment ends too.
 * @throws AppError 409 'claim-changed' where it is another by now
 */
export async function rejectClaim(
  context: Context,
  subject: Person,
  { shown, reason }: { shown: Place; reason: string },
  by: Person,
): Promise<void> {
  const { audit, affiliations, people, letters, clock } = context
  const details = { ...shown }
  await audit.record({ by: by.id, action: 'affiliation-rejected', subject: subject.id, reason, details })
  // First: it is shown only once the affiliation is rejected.
  await people.update(subject.id, { set: { rejection: { reason, at: clock.now() } } })
  await affiliations.reject(subject.id, shown, by.id)
  if (wayOf(by, shown.party) === 'secretariat') await leavePost(context, subject.id, undefined, by.id)
  letters.send(subject, 'affiliationRejected', { path: '/profile/affiliation', params: { reason } })
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
  if (affiliation.status === 'claimed') await confirmClaim(context, subject, affiliation, by)
  await giveRole(context, subject.id, { role: 'focal-point', party }, by.id)
  const now = await context.affiliations.of(subject.id)
  if (now?.party === party && !now.rejectedAt) return
  // They moved on in this very moment: whoever comes second sees the other.
  await leavePost(context, subject.id, now?.rejectedAt ? undefined : now?.party, by.id)
  throw conflict('not-of-this-party')
}
