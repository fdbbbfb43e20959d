import type { Agency, Grant, PartyCode } from '../../accounts/index.js'
import type { Language } from '../../base/languages.js'

/** Somebody of the demo: who they are, and how far they came. All are invented. */
export interface Character {
  name: string
  email: string
  party: PartyCode
  agency: Agency
  language: Language
  /** Nobody has confirmed their Party and agency. */
  claimed?: boolean
  grant?: Grant
  /** Days before the demo's first start; by default four days before they enrolled. */
  registered?: number
  /** Days before the demo's first start; without it they have not begun the course. */
  enrolled?: number
  /** Days between two modules. */
  pace?: number
  /** How many modules they completed; by default all. */
  modules?: number
  /** The modules (1, 2, …) whose quiz they failed first. */
  stumbled?: number[]
  /** How their examinations ended; by default the first was passed. */
  examination?: Outcome[]
  sequel?: Sequel
}

export type Outcome = 'passed' | 'failed'

/** What happened after the certificate, so many days before the demo's first start. */
export type Sequel = { daysAgo: number } & (
  { kind: 'revoked'; reason: string } | { kind: 'moved'; party: PartyCode; agency: Agency } | { kind: 'renewed' }
)

/** The place and language of a character, in one short line. */
export const of = (party: PartyCode, agency: Agency, language: Language) => ({ party, agency, language })

/** The address of a name in Latin letters. */
export function addressOf(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `${letters.replaceAll(' ', '.')}@example.org`
}
