import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import type { Logger } from '../base/log.js'
import type { Attempts, StatementOutbox } from '../quizzes/index.js'
import type { Courses } from '../courses/index.js'
import type { LearningStatements, StatementsOptions } from './statements.js'
import type { Store } from './store.js'
import type { ExaminationPass } from './types.js'

export interface LearningOptions extends StatementsOptions {
  connection: Connection
  clock: Clock
  log: Logger
  iriBase: string
  courses: Pick<Courses, 'version' | 'quiz'>
  lrs: { outbox: StatementOutbox }
  /** What follows from a passed examination (a certificate). May be called again for the same attempt. */
  onExaminationPassed(pass: ExaminationPass): Promise<void>
  /** Whether a passed examination may be taken again now. */
  mayRenew(account: string, course: string, version: string): Promise<boolean>
}

/** What the parts of learning share. */
export interface Engine extends LearningOptions {
  store: Store
  statements: LearningStatements
  attempts: Attempts
  /** Passes the statements of an enrolment on; what cannot be recorded now, the sweep of outboxes does later. */
  passOn(registration: string): Promise<void>
}
