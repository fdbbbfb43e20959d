import type { FinishedAttempt } from '../quizzes/index.js'
import { advance } from './advance.js'
import type { Engine } from './engine.js'
import { examinationPassed, quizPassed } from './progress.js'
import { examination } from './types.js'

/**
 * What follows from a finished attempt: a passed quiz may complete its module; a passed examination completes the
 * course and is handed on. After a crash it is called again, so every step may be repeated.
 */
export async function afterAttempt(engine: Engine, attempt: FinishedAttempt): Promise<void> {
  const { id, account, ref, registration, language, result, finishedAt: at } = attempt
  if (!result.passed) return
  if (ref.quiz !== examination) {
    await advance(engine, registration, { at, language, rule: (enrolment) => quizPassed(enrolment, ref.quiz, at) })
    return
  }
  await advance(engine, registration, { at, language, rule: (enrolment) => examinationPassed(enrolment, at) })
  const { course, version } = ref
  const { percent } = result
  await engine.onExaminationPassed({
    account,
    attempt: id,
    passedAt: at,
    percent,
    registration,
    course,
    version,
    language,
  })
}
