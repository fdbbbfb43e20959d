import { conflict } from '../base/errors.js'
import type { AttemptSummary } from '../quizzes/index.js'
import { incompleteModules } from './progress.js'
import type { Enrolment } from './types.js'

/**
 * Whether the examination may be started: it opens when all modules are complete, and is over when it was passed,
 * but for a renewal.
 * @param mayRenew asked only where it was passed
 * @throws AppError 409 'examination-locked' or 'examination-passed'
 */
export async function assertMayStartExamination(
  course: { modules: string[] },
  enrolment: Enrolment,
  history: Pick<AttemptSummary, 'result'>[],
  mayRenew: () => Promise<boolean>,
): Promise<void> {
  if (incompleteModules(course, enrolment).length > 0) throw conflict('examination-locked')
  const wasPassed = history.some(({ result }) => result?.passed)
  if (wasPassed && !(await mayRenew())) throw conflict('examination-passed')
}
