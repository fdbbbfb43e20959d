import type { AttemptsOptions, StartRequest } from './engine.js'
import { save } from './save.js'
import { recover } from './settle.js'
import { start } from './start.js'
import { createStore } from './store.js'
import { submit } from './submit.js'
import type { Answers, Attempt, AttemptSummary, FinishedAttempt, QuizRef } from './types.js'

export interface Attempts {
  /**
   * Starts an attempt, or gives the open one: a refresh, a double click or a second tab make no second.
   * @throws AppError 409 'quiz-paused'; what `mayStart` throws
   */
  start(request: StartRequest): Promise<Attempt>
  /** The attempt that a person has open at a quiz. */
  open(account: string, ref: QuizRef): Promise<Attempt | undefined>
  /** @throws AppError 404 'no-such-attempt', also where it is somebody else's */
  get(id: string, account: string): Promise<Attempt>
  /**
   * Changes the answers given here and leaves the others.
   * @throws AppError 404 'no-such-attempt'; 400 'invalid-answers'; 409 'attempt-finished'
   */
  save(id: string, account: string, answers: Answers): Promise<void>
  /**
   * Merges the last answers, marks, and finishes, once: repeated, it gives the first result and changes nothing.
   * @throws AppError 404 'no-such-attempt'; 400 'invalid-answers'
   */
  submit(id: string, account: string, answers: Answers): Promise<FinishedAttempt>
  /** All attempts of a person at a quiz, the first one first. */
  history(account: string, ref: QuizRef): Promise<AttemptSummary[]>
  /** Everything that a person ever answered, for the person's own export. */
  of(account: string): Promise<Attempt[]>
  /** Does what a crash left undone after a submission. @returns how many attempts were settled */
  recover(): Promise<number>
}

export function createAttempts(options: AttemptsOptions): Attempts {
  const store = createStore(options.connection)
  const engine = { ...options, store }
  options.outbox.register(store.collection)
  return {
    start: (request) => start(engine, request),
    open: (account, ref) => store.open(account, ref),
    get: (id, account) => store.get(id, account),
    save: (id, account, answers) => save(engine, id, account, answers),
    submit: (id, account, answers) => submit(engine, id, account, answers),
    history: (account, ref) => store.history(account, ref),
    of: (account) => store.of(account),
    recover: () => recover(engine),
  }
}
