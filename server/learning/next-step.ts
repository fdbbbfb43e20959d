import { incompleteModules } from './progress.js'
import type { Enrolment } from './types.js'

/** The one thing to do next in a course. */
export type NextStep =
  | { kind: 'enrol' }
  | { kind: 'read'; module: string; section: string | undefined; begun: boolean }
  | { kind: 'quiz'; module: string }
  | { kind: 'examination' }
  | { kind: 'done' }

/** What to do next: where the person was last if that is not complete, else the first module that is not. */
export function nextStep(course: { modules: string[] }, enrolment: Enrolment | undefined): NextStep {
  if (!enrolment) return { kind: 'enrol' }
  if (enrolment.completedAt) return { kind: 'done' }
  const incomplete = incompleteModules(course, enrolment)
  const { place } = enrolment
  const module = incomplete.find((each) => each === place?.module) ?? incomplete[0]
  if (module === undefined) return { kind: 'examination' }
  if (enrolment.modules[module]?.readAt) return { kind: 'quiz', module }
  const here = place?.module === module
  return { kind: 'read', module, section: here ? place.section : undefined, begun: place !== undefined }
}
