import type { Accounts } from '../accounts/index.js'
import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import type { Language } from '../base/languages.js'

export interface EnrolmentOf {
  course: string
  startedAt: Date
  completedAt?: Date | undefined
}

export interface CertificateOf {
  /** Its public code. */
  code: string
  course: string
  issuedAt: Date
  validUntil?: Date | undefined
  revokedAt?: Date | undefined
}

/** What the pages about people need of the other modules. */
export interface PeoplePages {
  accounts: Accounts
  audit: Audit
  clock: Clock
  /** By account; who has none is not in it. Nothing of answers or failures. */
  enrolmentsOf(accounts: string[]): Promise<Map<string, EnrolmentOf[]>>
  certificatesOf(accounts: string[]): Promise<Map<string, CertificateOf[]>>
  /** The courses with their titles. */
  courses(language: Language): { id: string; title: string }[]
}
