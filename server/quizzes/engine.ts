import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import type { Language } from '../base/languages.js'
import type { Logger } from '../base/log.js'
import type { Outbox } from '../lrs/index.js'
import type { Statement } from '../xapi/index.js'
import type { Store } from './store.js'
import type { Attempt, AttemptSummary, FinishedAttempt, Quiz, QuizRef } from './types.js'

/** What attempts need of the Learning Record Store: to pass on the statements that lie in their documents. */
export type StatementOutbox = Pick<Outbox, 'drain' | 'register'>

export interface AttemptsOptions {
  connection: Connection
  clock: Clock
  log: Logger
  outbox: StatementOutbox
  /** The quiz of a published version, keys included. @throws AppError 404 where there is none */
  quizOf(ref: QuizRef): Promise<Quiz>
  /** The statements that a started or finished attempt causes; the same attempt gives the same ids. */
  statementsOf(attempt: Attempt, quiz: Quiz): Promise<Statement[]>
  /** What follows from a result. It may be called again after a crash, and twice at the same time. */
  onFinished(attempt: FinishedAttempt): Promise<void>
}

export interface StartRequest {
  account: string
  ref: QuizRef
  registration: string
  language: Language
  /** Throws an AppError where the history, or anything else, forbids another attempt. */
  mayStart?: (history: AttemptSummary[]) => Promise<void>
}

/** What the steps of an attempt share. */
export interface Engine extends AttemptsOptions {
  store: Store
}

/** So often a step is tried again when another request of the same person came in between. */
export const tries = 20
