import { repeatableId } from '../base/ids.js'
import type { Language } from '../base/languages.js'
import type { Course } from '../courses/index.js'
import type { Engine } from './engine.js'
import type { Enrolment } from './types.js'

export interface EnrolRequest {
  account: string
  /** The version to begin with. */
  course: Pick<Course, 'id' | 'version'>
  language: Language
  /** Whether to begin anew with this version where another was begun; else a person stays on that one. */
  move?: boolean
}

/**
 * Enrols a person in a course, once: sent again, it gives the enrolment that is there. Waits until the statements
 * (registered, initialized) are recorded.
 */
export async function enrol(engine: Engine, request: EnrolRequest): Promise<Enrolment> {
  const { account, course, language, move } = request
  const { store, clock, iriBase, statements } = engine
  const latest = await store.latest(account, course.id)
  if (latest && (!move || latest.version === course.version)) return latest
  const enrolment: Enrolment = {
    registration: repeatableId(iriBase, 'registration', account, course.id, course.version),
    account,
    course: course.id,
    version: course.version,
    language,
    startedAt: clock.now(),
    place: undefined,
    modules: {},
    completedAt: undefined,
  }
  const isNew = await store.insert(enrolment, await statements.ofEnrolment(enrolment))
  await engine.passOn(enrolment.registration)
  return isNew ? enrolment : ((await store.load(enrolment.registration))?.enrolment ?? enrolment)
}
