import { concernedAgencies, countsTowards, type IndicatorArea } from './definition.js'
import type { Area } from '../courses/index.js'
import type { Agency } from '../accounts/index.js'

/** What the statements say of one account, in no order: the ledger that the projector keeps. */
export interface Ledger {
  account: string
  affiliations: AffiliationEvent[]
  certificates: CertificateEvent[]
  revocations: RevocationEvent[]
}

export interface AffiliationEvent {
  statement: string
  kind: 'affiliated' | 'disaffiliated'
  at: Date
  party: string
  agency: Agency
}

export interface CertificateEvent {
  statement: string
  certificate: string
  course: string
  areas: Area[]
  at: Date
  validUntil: Date | undefined
  /** As it stood when the certificate was earned. */
  party: string
  agency: Agency
  status: 'claimed' | 'confirmed'
}

export interface RevocationEvent {
  statement: string
  certificate: string
  at: Date
}

/** One account that counts, or would if it were confirmed, for a Party and an area; and the statements that say so. */
export interface Evidence {
  account: string
  area: IndicatorArea
  party: string
  agency: Agency
  /** Claimed ones are shown apart and never counted. */
  status: 'claimed' | 'confirmed'
  course: string
  validUntil: Date | undefined
  statements: string[]
}

/**
 * What an account is evidence of at a moment: one entry an area, from its latest valid certificate there.
 * Confirmed: the account's confirmed affiliation at that moment. Without one, the affiliation that it had when it
 * earned the certificate, as claimed, while that stands.
 */
export function evidenceOf(ledger: Ledger, moment: Date): Evidence[] {
  const last = lastAt(ledger.affiliations, moment)
  const confirmed = last?.kind === 'affiliated' ? last : undefined
  const certificates = validAt(ledger, moment).filter((certificate) => confirmed || stillClaimed(certificate, last))
  const entries = certificates.flatMap((certificate) =>
    areasOf(certificate).map((area): Evidence => {
      const { party, agency } = confirmed ?? certificate
      return {
        account: ledger.account,
        area,
        party,
        agency,
        status: confirmed ? 'confirmed' : 'claimed',
        course: certificate.course,
        validUntil: certificate.validUntil,
        statements: confirmed ? [certificate.statement, confirmed.statement] : [certificate.statement],
      }
    }),
  )
  const concerned = entries.filter((entry) => concernedAgencies[entry.area].includes(entry.agency))
  // Later certificates come first, so that of several in one area the latest stands.
  return concerned.filter((entry, index) => concerned.findIndex((other) => other.area === entry.area) === index)
}

const areasOf = (certificate: CertificateEvent) => [...new Set(certificate.areas.map((area) => countsTowards[area]))]

/** The last event decides: a person has one affiliation at a time. */
const lastAt = (events: AffiliationEvent[], moment: Date): AffiliationEvent | undefined =>
  events
    .filter((event) => event.at <= moment)
    .sort(byTime)
    .at(-1)

/**
 * Whether the affiliation of a certificate still stands as a claim. It was rejected, left or replaced where an
 * affiliation ended after the certificate was earned. And where the last one that ended is the very one that the
 * certificate names, it was claimed again after a refusal: such a claim counts for nothing until it is confirmed.
 */
const stillClaimed = ({ at, party, agency }: CertificateEvent, ended: AffiliationEvent | undefined) =>
  ended === undefined || (ended.at < at && (ended.party !== party || ended.agency !== agency))

/** An end and a beginning of one moment: the beginning comes after. */
const byTime = (a: AffiliationEvent, b: AffiliationEvent) =>
  a.at.getTime() - b.at.getTime() || Number(a.kind === 'affiliated') - Number(b.kind === 'affiliated')

/** A revocation ends what was earned before it; a certificate that is earned anew afterwards stands. */
function validAt({ certificates, revocations }: Ledger, moment: Date): CertificateEvent[] {
  const isRevoked = ({ certificate, at }: CertificateEvent) =>
    revocations.some((event) => event.certificate === certificate && event.at >= at && event.at <= moment)
  return certificates
    .filter((event) => event.at <= moment && (!event.validUntil || event.validUntil > moment) && !isRevoked(event))
    .sort((a, b) => b.at.getTime() - a.at.getTime())
}
