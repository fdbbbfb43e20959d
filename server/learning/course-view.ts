import type { Request } from 'express'
import type { Course, CourseText } from '../courses/index.js'
import type { FailedExamination } from './failed-examination.js'
import { nextStep, readingElsewhere } from './next-step.js'
import { isComplete } from './progress.js'
import type { Enrolment, HeldCertificate, ModuleProgress } from './types.js'
import { paths } from './where.js'

/** The one clear button of a course: a link, or a form that posts. */
export interface NextView {
  label: string
  href: string
  post: boolean
}

/** How far a module is, as a key of `learning:state`. */
export type ModuleState = 'complete' | 'read' | 'passed' | 'new'

export interface ModuleView {
  slug: string
  title: string
  objectives: string[]
  minutes: number
  href: string
  state: ModuleState
}

/** The modules of a course in their order, as lists of pages show them. */
export function moduleViews(req: Request, course: Course, text: CourseText, enrolment?: Enrolment): ModuleView[] {
  return course.modules.map((slug) => ({
    slug,
    title: moduleTitle(text, slug),
    objectives: text.modules[slug]?.objectives ?? [],
    minutes: text.modules[slug]?.minutes ?? 0,
    href: req.link(paths.module(course.id, slug)),
    state: moduleState(enrolment?.modules[slug]),
  }))
}

export const moduleTitle = (text: CourseText, slug: string): string => text.modules[slug]?.title ?? slug

export function moduleState(progress: ModuleProgress | undefined): ModuleState {
  if (isComplete(progress)) return 'complete'
  if (progress?.readAt) return 'read'
  return progress?.passedAt ? 'passed' : 'new'
}

/** How many modules are complete, of how many. */
export const moduleCount = (course: Course, enrolment: Enrolment | undefined) => ({
  complete: course.modules.filter((module) => isComplete(enrolment?.modules[module])).length,
  of: course.modules.length,
})

/** What to do next, as the button of a page. */
export function nextView(
  req: Request,
  { course, text, enrolment }: { course: Course; text: CourseText; enrolment: Enrolment | undefined },
  { certificate, failed }: { certificate?: HeldCertificate | undefined; failed?: FailedExamination | undefined } = {},
): NextView {
  const link = (label: string, path: string) => ({ label, href: req.link(path), post: false })
  const label = (key: string, module?: string) =>
    req.t(`learning:next.${key}`, module === undefined ? {} : { module: moduleTitle(text, module) })
  const step = nextStep(course, enrolment)
  switch (step.kind) {
    case 'enrol':
      return req.person
        ? { label: label('enrol'), href: req.link(`${paths.course(course.id)}/enrolment`), post: true }
        : link(label('signIn'), signInPath(req, paths.course(course.id)))
    case 'read':
      return link(
        label(step.begun ? 'continue' : 'begin', step.module),
        paths.module(course.id, step.module, step.section),
      )
    case 'quiz':
      return link(label('quiz', step.module), paths.quiz(course.id, step.module))
    case 'examination':
      return examinationView(req, course, failed)
    case 'done':
      return certificate
        ? link(label('certificate'), certificate.href)
        : link(label('result'), paths.quiz(course.id, 'examination'))
  }
}

/** The way to the examination; while a pause lasts, to what should be read again. */
function examinationView(req: Request, course: Course, failed: FailedExamination | undefined): NextView {
  if (failed?.pausedUntil) return { label: req.t('learning:next.readAgain'), href: failed.href, post: false }
  const label = req.t(failed ? 'learning:next.examinationAgain' : 'learning:next.examination')
  return { label, href: req.link(paths.quiz(course.id, 'examination')), post: false }
}

/** The way back to a module that was being read, where the next step is in another one. */
export function elsewhereView(
  req: Request,
  { course, text, enrolment }: { course: Course; text: CourseText; enrolment: Enrolment | undefined },
): { title: string; href: string } | undefined {
  const place = readingElsewhere(course, enrolment)
  return (
    place && {
      title: moduleTitle(text, place.module),
      href: req.link(paths.module(course.id, place.module, place.section)),
    }
  )
}

/** The sign-in that leads back to a page. */
export const signInPath = (req: Request, path: string): string => `/sign-in?next=${encodeURIComponent(req.link(path))}`

/** The newest certificate of a person in a course. */
export const certificateIn = (certificates: HeldCertificate[], course: string): HeldCertificate | undefined =>
  certificates.find((each) => each.course === course)

/** What a course is about and for whom, in words. */
export function courseFacts(req: Request, { areas, audience, languages, hours, checked }: Course) {
  const listed = (keys: string[]) => keys.map((key) => req.t(key)).join(' · ')
  return {
    areas: listed(areas.map((area) => `courses:area.${area}`)),
    audience: listed(audience.map((agency) => `courses:audience.${agency}`)),
    languages: listed(languages.map((language) => `common:languages.${language}`)),
    hours,
    checked,
  }
}
