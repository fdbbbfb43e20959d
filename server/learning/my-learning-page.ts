import { signedIn } from '../accounts/index.js'
import type { Request, RequestHandler } from 'express'
import { certificateIn, elsewhereView, moduleCount, nextView } from './course-view.js'
import { failedExamination } from './failed-examination.js'
import type { LearningPages } from './routes.js'
import type { Enrolment, HeldCertificate } from './types.js'
import { paths } from './where.js'

/** GET /learning: the courses a person has begun, what comes next in each, and the certificates. */
export const myLearningPage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { id: account } = signedIn(req)
    const [enrolments, certificates] = await Promise.all([
      pages.learning.enrolments([account]),
      pages.certificatesOf(account),
    ])
    const entries = await Promise.all(lastOfEachCourse(enrolments).map((each) => entry(pages, req, each, certificates)))
    const known = entries.filter((each) => each !== undefined)
    res.page('learning/my-learning', {
      title: req.t('learning:mine.title'),
      begun: known.filter(({ completedAt }) => !completedAt),
      completed: known.filter(({ completedAt }) => completedAt),
      certificates: certificates.map((each) => ({ ...each, ...titleOf(pages, req, each), href: req.link(each.href) })),
      catalogueHref: req.link('/courses'),
    })
  }

/** The course's title in the reader's language; of a course that was withdrawn, as the certificate states it. */
function titleOf({ courses }: LearningPages, req: Request, { course: id, title }: HeldCertificate) {
  const course = courses.current(id)
  if (!course) return { title }
  const text = courses.text(course, req.language)
  return { title: text.title, language: text.language }
}

/** The enrolment begun last in each course, the newest first. */
const lastOfEachCourse = (enrolments: Enrolment[]): Enrolment[] =>
  [...new Map(enrolments.map((enrolment) => [enrolment.course, enrolment])).values()].reverse()

async function entry(pages: LearningPages, req: Request, enrolment: Enrolment, certificates: HeldCertificate[]) {
  const course = await pages.courses.version(enrolment.course, enrolment.version)
  if (!course) return undefined
  const text = pages.courses.text(course, req.language)
  const failed = await failedExamination(pages, req, course, enrolment)
  const certificate = certificateIn(certificates, course.id)
  const { completedAt, startedAt } = enrolment
  return {
    title: text.title,
    language: text.language,
    href: req.link(paths.course(course.id)),
    startedAt,
    completedAt,
    progress: moduleCount(course, enrolment),
    next: nextView(req, { course, text, enrolment }, { certificate, failed }),
    failed,
    elsewhere: elsewhereView(req, { course, text, enrolment }),
  }
}
