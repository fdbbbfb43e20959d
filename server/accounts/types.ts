import type { Language } from '../base/languages.js'

/** The agencies a person may belong to; the names are keys of the locale `accounts:agency`. */
export const agencies = [
  'customs',
  'police',
  'border-guard',
  'management-authority',
  'scientific-authority',
  'prosecution',
  'judiciary',
  'forest-wildlife',
  'fisheries',
  'veterinary-phytosanitary',
  'other',
] as const
export type Agency = (typeof agencies)[number]

/** ISO 3166-1 alpha-2 of a Party (`EU` for the European Union), or one of those that are no Party. */
export type PartyCode = string
export const outsideParties = ['observer', 'non-party', 'secretariat'] as const

export type AffiliationStatus = 'claimed' | 'confirmed'

/** Where a person works, from `since` on. Only a confirmed one counts in published figures. */
export interface Affiliation {
  party: PartyCode
  agency: Agency
  status: AffiliationStatus
  since: Date
  /** The focal point or the Secretariat said that this claim is not right. It stays a claim that counts nowhere. */
  rejectedAt?: Date
}

export const roles = ['learner', 'trainer', 'focal-point', 'secretariat', 'administrator'] as const
export type Role = (typeof roles)[number]

/** A person as every other module sees one. */
export interface Person {
  /** The opaque account id: the only thing that statements know of a person. */
  id: string
  name: string
  email: string
  emailConfirmed: boolean
  language: Language
  affiliation: Affiliation
  /** Everybody is a learner; the others are given. */
  roles: Role[]
  /** The courses (slugs) of a trainer. */
  trainerOf: string[]
  /** The Party of a focal point, appointed by the Secretariat. */
  focalPointOf: PartyCode | undefined
}
