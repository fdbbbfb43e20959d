import type { Request } from 'express'
import type { Course } from '../courses/index.js'
import { pausedUntil } from '../quizzes/index.js'
import { nextStep } from './next-step.js'
import type { LearningPages } from './routes.js'
import { examination, type Enrolment } from './types.js'
import { paths } from './where.js'

/** The attempt at the examination that failed last, where a new one is what comes next. */
export interface FailedExamination {
  percent: number
  /** Its result, which says what to read again. */
  href: string
  /** From when on a new attempt may be started; undefined: now. */
  pausedUntil: Date | undefined
  now: Date
}

/** Asks for the attempts only of those for whom the examination is open. */
export async function failedExamination(
  { learning, courses, clock }: LearningPages,
  req: Request,
  course: Course,
  enrolment: Enrolment | undefined,
): Promise<FailedExamination | undefined> {
  if (!enrolment || nextStep(course, enrolment).kind !== 'examination') return undefined
  const quiz = courses.quiz(course, examination)
  const history = await learning.attempts.history(enrolment.account, quiz.ref)
  const last = history.at(-1)
  if (!last?.result || last.result.passed) return undefined
  const now = clock.now()
  return {
    percent: last.result.percent,
    href: req.link(paths.attempt(last.id)),
    pausedUntil: pausedUntil(quiz.pauseMinutes, history, now),
    now,
  }
}
