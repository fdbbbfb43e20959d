import type { Request } from 'express'
import { permissions, subjectOf, type Person } from '../accounts/index.js'
import type { CertificateOf, PeoplePages } from './context.js'

/** A certificate as lists show it. */
type CertificateState = 'valid' | 'expired' | 'revoked'

/**
 * People as a focal point or the Secretariat sees them: enrolment and certification, no answers, no failures.
 * @param reason whether a reason was given and recorded
 */
export async function rowsOf(pages: PeoplePages, req: Request, people: Person[], reason: boolean) {
  const { accounts, clock, enrolmentsOf, certificatesOf, courses } = pages
  const ids = people.map(({ id }) => id)
  const [enrolments, certificates, rejections] = await Promise.all([
    enrolmentsOf(ids),
    certificatesOf(ids),
    accounts.listing.rejectionsOf(ids),
  ])
  const titles = new Map(courses(req.language).map(({ id, title }) => [id, title]))
  const titled = <T extends { course: string }>(one: T) => ({ ...one, title: titles.get(one.course) ?? one.course })
  const now = clock.now()
  const mayRevoke = permissions.may(req.person, 'revoke-certificate')
  const maySeeStatements = reason && permissions.may(req.person, 'see-statements')
  return people.map((person) => {
    const subject = { ...subjectOf(person), reason }
    const { party, agency } = person.affiliation
    const rejection = rejections.get(person.id)
    const standing = standingOf(person, rejection)
    return {
      id: person.id,
      name: person.name,
      // Whoever is to be confirmed is judged by their address too; afterwards it is nobody's business.
      email: standing === 'confirmed' && !reason ? undefined : person.email,
      affiliation: person.affiliation,
      party: accounts.parties.name(party, req.language),
      agency: req.t(`accounts:agency.${agency}`),
      standing,
      // Of the same Party only: why another one refused somebody is none of its business.
      earlier: standing === 'claimed' && rejection?.party === party ? rejection : undefined,
      enrolments: (enrolments.get(person.id) ?? []).map(titled),
      certificates: (certificates.get(person.id) ?? []).map((one) => ({
        ...titled(one),
        state: stateOf(one, now),
        mayRevoke,
      })),
      maySeeStatements,
      mayConfirm: standing === 'claimed' && permissions.may(req.person, 'confirm-affiliation', subject),
      mayReject: standing === 'claimed' && permissions.may(req.person, 'reject-affiliation', subject),
      mayEnd: standing === 'confirmed' && permissions.may(req.person, 'reject-affiliation', subject),
      mayGiveCode: !accounts.canMail && permissions.may(req.person, 'hand-out-code', subject),
    }
  })
}

export type Row = Awaited<ReturnType<typeof rowsOf>>[number]

function standingOf({ emailConfirmed, affiliation }: Person, rejection: { ended?: boolean } | undefined) {
  if (!emailConfirmed) return 'unconfirmed-address'
  if (!affiliation.rejectedAt) return affiliation.status
  return rejection?.ended ? 'ended' : 'rejected'
}

function stateOf({ revokedAt, validUntil }: CertificateOf, now: Date): CertificateState {
  if (revokedAt) return 'revoked'
  return validUntil && validUntil <= now ? 'expired' : 'valid'
}
