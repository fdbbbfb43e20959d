import { incompleteModules } from './progress.js'
import type { Enrolment, Place } from './types.js'

/** The one thing to do next in a course. */
export type NextStep =
  | { kind: 'enrol' }
  | { kind: 'read'; module: string; section: string | undefined; begun: boolean }
  | { kind: 'quiz'; module: string }
  | { kind: 'examination' }
  | { kind: 'done' }

/** What to do next: the first module that is not complete; in it, at the place where the person was last. */
export function nextStep(course: { modules: string[] }, enrolment: Enrolment | undefined): NextStep {
  if (!enrolment) return { kind: 'enrol' }
  if (enrolment.completedAt) return { kind: 'done' }
  const [module] = incompleteModules(course, enrolment)
  if (module === undefined) return { kind: 'examination' }
  if (enrolment.modules[module]?.readAt) return { kind: 'quiz', module }
  const { place } = enrolment
  const here = place?.module === module
  return { kind: 'read', module, section: here ? place.section : undefined, begun: place !== undefined }
}

/** Where a person was reading last, where that is another module than what comes next and is not read yet. */
export function readingElsewhere(course: { modules: string[] }, enrolment: Enrolment | undefined): Place | undefined {
  const place = enrolment?.place
  if (!place || !course.modules.includes(place.module) || enrolment.modules[place.module]?.readAt) return undefined
  const step = nextStep(course, enrolment)
  return 'module' in step && step.module !== place.module ? place : undefined
}
