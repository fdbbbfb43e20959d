import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import type { Logger } from '../base/log.js'
import type { AccessStore } from './access-store.js'
import type { Affiliations } from './affiliations.js'
import type { Directory } from './directory.js'
import type { Letters } from './letters.js'
import type { Parties } from './parties.js'
import type { Passwords } from './passwords.js'
import type { PeopleStore } from './people-store.js'
import type { RolesStore } from './roles-store.js'

/** What the services of this module share. */
export interface Context {
  clock: Clock
  log: Logger
  audit: Audit
  people: PeopleStore
  roles: RolesStore
  access: AccessStore
  affiliations: Affiliations
  directory: Directory
  letters: Letters
  passwords: Passwords
  parties: Parties
  /** Does `work` while nobody else, in any process, does the work of that name. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
  /** Answers that must not tell who is known come after this time at the earliest. */
  evenAnswerMs: number
}

export const hours = (n: number) => n * 3_600_000
export const days = (n: number) => hours(24 * n)

/** A moment after another. */
export const after = (moment: Date, ms: number) => new Date(moment.getTime() + ms)
