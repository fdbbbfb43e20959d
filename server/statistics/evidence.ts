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
  earned: Said
  /** The Party's confirmation of its official. */
  affiliated: Said | undefined
}

/** A statement, and when what it says happened. */
export interface Said {
  statement: string
  at: Date
}

/** A certificate that is evidence no more, or never was: what an auditor looks for where a figure fell. */
export interface Uncounted extends Omit<Evidence, 'status' | 'validUntil' | 'affiliated'> {
  reason: 'revoked' | 'expired' | 'agency'
  /** The revocation, where one is the reason. */
  revoked: Said | undefined
  /** When it ceased to count; undefined: it never did. */
  since: Date | undefined
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
        earned: said(certificate),
        affiliated: confirmed && said(confirmed),
      }
    }),
  )
  const concerned = entries.filter((entry) => concernedAgencies[entry.area].includes(entry.agency))
  // Later certificates come first, so that of several in one area the latest stands.
  return concerned.filter((entry, index) => concerned.findIndex((other) => other.area === entry.area) === index)
}

/**
 * The certificates of an account that do not count at a moment, each with its reason, but for those whose area another
 * certificate of the account covers.
 */
export function uncountedOf(ledger: Ledger, moment: Date): Uncounted[] {
  const covered = new Set(evidenceOf(ledger, moment).map(({ area }) => area))
  const last = lastAt(ledger.affiliations, moment)
  const earned = ledger.certificates.filter(({ at }) => at <= moment).sort(latestFirst)
  const entries = earned.flatMap((certificate) => {
    const place = last?.kind === 'affiliated' ? last : stillClaimed(certificate, last) ? certificate : undefined
    if (!place) return []
    const { account } = ledger
    const { party, agency } = place
    const shared = { account, party, agency, course: certificate.course, earned: said(certificate) }
    const open = areasOf(certificate).filter((area) => !covered.has(area))
    return open.flatMap((area) => ({ ...shared, area, ...reasonOf(ledger, certificate, moment) }))
  })
  return entries.filter((entry, index) => entries.findIndex(({ area }) => area === entry.area) === index)
}

/** Why a certificate does not count. One that was revoked after it had expired was over already. */
function reasonOf(
  ledger: Ledger,
  certificate: CertificateEvent,
  moment: Date,
): Pick<Uncounted, 'reason' | 'revoked' | 'since'> {
  const { validUntil } = certificate
  const revocation = revocationOf(ledger, certificate, moment)
  const isOver = validUntil !== undefined && validUntil <= (revocation?.at ?? moment)
  if (isOver) return { reason: 'expired', revoked: undefined, since: validUntil }
  if (revocation) return { reason: 'revoked', revoked: said(revocation), since: revocation.at }
  return { reason: 'agency', revoked: undefined, since: undefined }
}

const said = ({ statement, at }: Said): Said => ({ statement, at })

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
const revocationOf = ({ revocations }: Ledger, { certificate, at }: CertificateEvent, moment: Date) =>
  revocations.find((event) => event.certificate === certificate && event.at >= at && event.at <= moment)

const latestFirst = (a: CertificateEvent, b: CertificateEvent) => b.at.getTime() - a.at.getTime()

function validAt(ledger: Ledger, moment: Date): CertificateEvent[] {
  const isValid = (event: CertificateEvent) =>
    event.at <= moment && (!event.validUntil || event.validUntil > moment) && !revocationOf(ledger, event, moment)
  return ledger.certificates.filter(isValid).sort(latestFirst)
}
