import type { Enrolment, ModuleProgress } from './types.js'

/** What a step of progress is told as. Without a module, `completed` is of the course. */
export type ProgressEvent = { kind: 'experienced'; module: string } | { kind: 'completed'; module?: string }

/** An enrolment after a step, and what happened; undefined where nothing changed. */
export type Step = { enrolment: Enrolment; events: ProgressEvent[] } | undefined

/** The module was read to its end. Reading it again is no step. */
export const moduleRead = (enrolment: Enrolment, module: string, at: Date): Step =>
  enrolment.modules[module]?.readAt ? undefined : moduleStep(enrolment, module, { readAt: at })

/** The module's quiz was passed. Passing it again is no step. */
export const quizPassed = (enrolment: Enrolment, module: string, at: Date): Step =>
  enrolment.modules[module]?.passedAt ? undefined : moduleStep(enrolment, module, { passedAt: at })

/** The examination was passed, which completes the course. A renewal does not complete it again. */
export const examinationPassed = (enrolment: Enrolment, at: Date): Step =>
  enrolment.completedAt ? undefined : { enrolment: { ...enrolment, completedAt: at }, events: [{ kind: 'completed' }] }

function moduleStep(enrolment: Enrolment, module: string, change: ModuleProgress): Step {
  const progress = { ...enrolment.modules[module], ...change }
  const events: ProgressEvent[] = []
  if (change.readAt) events.push({ kind: 'experienced', module })
  if (isComplete(progress)) events.push({ kind: 'completed', module })
  return { enrolment: { ...enrolment, modules: { ...enrolment.modules, [module]: progress } }, events }
}

/** A module is complete when it was read to its end and its quiz passed. */
export const isComplete = (progress: ModuleProgress | undefined): boolean =>
  progress?.readAt !== undefined && progress.passedAt !== undefined

/** The modules that still keep the examination closed, in the course's order. */
export const incompleteModules = (course: { modules: string[] }, enrolment: Pick<Enrolment, 'modules'>): string[] =>
  course.modules.filter((module) => !isComplete(enrolment.modules[module]))
