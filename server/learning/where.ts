import type { Request } from 'express'
import type { Person } from '../accounts/index.js'
import { notFound } from '../base/errors.js'
import type { Course, CourseText } from '../courses/index.js'
import type { LearningPages } from './routes.js'
import { slugSchema } from './schema.js'
import { examination, type Enrolment } from './types.js'

/** The course that an address names, in the version that this person is on, and how far they are. */
export interface Where {
  course: Course
  text: CourseText
  person: Person | undefined
  enrolment: Enrolment | undefined
}

/**
 * Whoever began a version stays on it, also when it was replaced or withdrawn; everybody else sees the current one.
 * @throws AppError 404 'no-such-course'
 */
export async function where({ learning, courses }: LearningPages, req: Request): Promise<Where> {
  const id = slug(req, 'course', 'no-such-course')
  const { person } = req
  const find = req.readsAnew ? learning.enrolment : learning.enrolmentFromMemory
  const enrolment = person && (await find(person.id, id))
  const course = enrolment ? await courses.version(id, enrolment.version) : courses.current(id)
  if (!course) throw notFound('no-such-course')
  return { course, text: courses.text(course, req.language), person, enrolment }
}

/** The module that an address names. @throws AppError 404 'no-such-module' */
export function moduleOf(req: Request, course: Pick<Course, 'modules'>): string {
  const module = slug(req, 'module', 'no-such-module')
  if (!course.modules.includes(module)) throw notFound('no-such-module')
  return module
}

function slug(req: Request, parameter: string, missing: string): string {
  const parsed = slugSchema.safeParse(req.params[parameter])
  if (!parsed.success) throw notFound(missing)
  return parsed.data
}

/** The addresses of the pages, without the language. */
export const paths = {
  course: (course: string) => `/courses/${course}`,
  module: (course: string, module: string, section?: string) =>
    `/courses/${course}/modules/${module}${section ? `#${section}` : ''}`,
  quiz: (course: string, quiz: string) =>
    quiz === examination ? `/courses/${course}/examination` : `/courses/${course}/modules/${quiz}/quiz`,
  attempt: (id: string) => `/attempts/${id}`,
}
