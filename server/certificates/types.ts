import type { Affiliation } from '../accounts/index.js'
import type { Area } from '../courses/index.js'
import type { Language, Localized } from '../base/languages.js'

/** What a certificate says of its course, in one language. */
export interface CourseWords {
  title: string
  issuer: string
  endorsement: string
}

/** A course version as it was when the certificate was issued: a copy, so that it outlives the course. */
export interface CertifiedCourse {
  id: string
  version: string
  areas: Area[]
  /** Nominal hours. */
  hours: number
  /** Undefined: the certificate does not expire. */
  validMonths: number | undefined
  renewalWindowMonths: number
  words: Partial<Localized<CourseWords>>
}

/** One passed examination and what it certifies. The last one is the present one; those before are the history. */
export interface Term {
  /** The id of the passed attempt. */
  attempt: string
  registration: string
  issuedAt: Date
  /** The first moment at which it is no longer valid; undefined: it does not expire. */
  validUntil: Date | undefined
  percent: number
  /** The language of the examination. */
  language: Language
  /** Undefined once the name was erased. */
  name: string | undefined
  /** The holder's name in Latin letters, where the fonts of the paper cannot show the name itself. */
  latinName: string | undefined
  affiliation: Pick<Affiliation, 'party' | 'agency' | 'status'>
  partyNames: Localized
}

export interface Revocation {
  at: Date
  /** The account of whoever revoked it. */
  by: string
  reason: string
}

/** The certificate of one person for one version of a course. */
export interface Certificate {
  /** The public code: CVC-XXXX-XXXX-XXXX-XXXX. */
  code: string
  account: string
  course: CertifiedCourse
  /** Never empty. */
  terms: Term[]
  revocation: Revocation | undefined
  /** Whether the public page shows the score: the holder's choice. */
  scorePublic: boolean
  nameErasedAt: Date | undefined
}

export type State = 'valid' | 'expired' | 'revoked'
