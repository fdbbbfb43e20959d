import type { Exporter } from '../accounts/index.js'
import type { Language } from '../base/languages.js'
import { conflict, notFound } from '../base/errors.js'
import type { Course } from '../courses/index.js'
import { createAttempts, type Attempt, type Attempts, type Quiz, type QuizRef } from '../quizzes/index.js'
import type { Statement } from '../xapi/index.js'
import { advance } from './advance.js'
import { afterAttempt } from './after-attempt.js'
import type { Engine, LearningOptions } from './engine.js'
import { enrol, type EnrolRequest } from './enrol.js'
import { forOwner } from './feedback.js'
import { assertMayStartExamination } from './examination.js'
import { ownStatements } from './own-statements.js'
import { moduleRead } from './progress.js'
import { createStatements } from './statements.js'
import { createStore } from './store.js'
import { examination, type Enrolment, type Place } from './types.js'

export interface QuizRequest {
  account: string
  course: Course
  /** A module's slug or 'examination'. */
  quiz: string
  language: Language
}

export interface Learning {
  /** Enrols once; sent again, it gives the enrolment that is there. */
  enrol(request: EnrolRequest): Promise<Enrolment>
  /** The version of a course that a person began last: they stay on it. One query. */
  enrolment(account: string, course: string): Promise<Enrolment | undefined>
  /** The same as it was a moment ago, where it was read then: for pages that only show it. */
  enrolmentFromMemory(account: string, course: string): Promise<Enrolment | undefined>
  /** All enrolments of some people, the first one first. */
  enrolments(accounts: string[]): Promise<Enrolment[]>
  /** Notes where a person is, to go on from there. */
  keepPlace(enrolment: Enrolment, place: Place): Promise<void>
  /** The module was read to its end: told once. */
  markRead(enrolment: Enrolment, module: string, language: Language): Promise<void>
  /**
   * Starts an attempt at a quiz, or gives the open one.
   * @throws AppError 409 'not-enrolled', 'quiz-paused', 'examination-locked', 'examination-passed'
   */
  startQuiz(request: QuizRequest): Promise<Attempt>
  /** Attempts: reading, saving, submitting, history. */
  attempts: Omit<Attempts, 'start' | 'recover'>
  /** What is kept of a person, for their own export: enrolments and attempts. */
  exporter: Exporter
  /** A person's statements without what leads to the keys of an examination that they may take again. */
  ownStatements(account: string, statements: Statement[]): Promise<Statement[]>
  /** The quiz behind an attempt, with its keys: for marking and feedback only. */
  quizOf(ref: QuizRef): Promise<Quiz>
  /** Does what a crash left undone; at start, and every now and then. @returns how many attempts were settled */
  recover(): Promise<number>
}

export function createLearning(options: LearningOptions): Learning {
  const { connection, clock, log, lrs, courses } = options
  const store = createStore(connection)
  const statements = createStatements(options)
  lrs.outbox.register(store.collection)

  const attempts = createAttempts({
    connection,
    clock,
    log,
    outbox: lrs.outbox,
    quizOf,
    statementsOf: (attempt, quiz) => statements.ofAttempt(attempt, quiz),
    onFinished: (attempt) => afterAttempt(engine, attempt),
  })
  const engine: Engine = { ...options, store, statements, attempts, passOn }

  async function passOn(registration: string): Promise<void> {
    try {
      await lrs.outbox.drain(store.collection, registration)
    } catch (error) {
      log.warn({ err: error, registration }, 'the statements of an enrolment wait in its outbox')
    }
  }

  async function quizOf(ref: QuizRef): Promise<Quiz> {
    const course = await courses.version(ref.course, ref.version)
    if (!course) throw notFound('no-such-course')
    return courses.quiz(course, ref.quiz)
  }

  return {
    enrol: (request) => enrol(engine, request),
    enrolment: (account, course) => store.latest(account, course),
    enrolmentFromMemory: (account, course) => store.latestFromMemory(account, course),
    enrolments: (accounts) => store.of(accounts),
    keepPlace: (enrolment, place) => store.keepPlace(enrolment, place),
    markRead(enrolment, module, language) {
      const at = clock.now()
      const rule = (current: Enrolment) => moduleRead(current, module, at)
      return advance(engine, enrolment.registration, { at, language, rule })
    },
    startQuiz: (request) => startQuiz(engine, request),
    attempts,
    exporter: {
      name: 'learning',
      async collect(account) {
        const [enrolments, answered] = await Promise.all([store.of([account]), attempts.of(account)])
        return { enrolments, attempts: answered.map(forOwner) }
      },
    },
    ownStatements: async (account, statements) =>
      ownStatements(options.vocabulary, await attempts.of(account), statements),
    quizOf,
    recover: () => attempts.recover(),
  }
}

async function startQuiz({ store, attempts, mayRenew }: Engine, { account, course, quiz, language }: QuizRequest) {
  const enrolment = await store.latest(account, course.id)
  if (enrolment?.version !== course.version) throw conflict('not-enrolled')
  return attempts.start({
    account,
    ref: { course: course.id, version: course.version, quiz },
    registration: enrolment.registration,
    language,
    mayStart: async (history) => {
      if (quiz !== examination) return
      await assertMayStartExamination(course, enrolment, history, () => mayRenew(account, course.id, course.version))
    },
  })
}
