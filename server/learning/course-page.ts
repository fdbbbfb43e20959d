import type { RequestHandler } from 'express'
import { certificateIn, courseFacts, elsewhereView, moduleCount, moduleViews, nextView } from './course-view.js'
import { failedExamination } from './failed-examination.js'
import { examinationRules } from './quiz-view.js'
import type { LearningPages } from './routes.js'
import { paths, where } from './where.js'

/** GET /courses/:course: what it teaches, how far one is, and one button for what comes next. */
export const coursePage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const here = await where(pages, req)
    const { course, text, person, enrolment } = here
    const current = pages.courses.current(course.id)
    const wasPassed = person !== undefined && enrolment?.completedAt !== undefined
    const certificate = wasPassed ? certificateIn(await pages.certificatesOf(person.id), course.id) : undefined
    const failed = await failedExamination(pages, req, course, enrolment)
    const mayRenew = wasPassed && (await pages.mayRenew(person.id, course.id, course.version))
    res.page('learning/course', {
      title: text.title,
      text,
      facts: courseFacts(req, course),
      trail: [{ href: req.link('/courses'), label: req.t('learning:catalogue.title') }],
      path: paths.course(course.id),
      next: nextView(req, here, { certificate, failed }),
      failed,
      elsewhere: elsewhereView(req, here),
      signedIn: person !== undefined,
      mayReadWithout: enrolment === undefined,
      firstModule: req.link(paths.module(course.id, course.modules[0] ?? '')),
      enrolment,
      progress: moduleCount(course, enrolment),
      modules: moduleViews(req, course, text, enrolment),
      rules: examinationRules(course, pages.courses.quiz(course, 'examination')),
      examinationHref: req.link(paths.quiz(course.id, 'examination')),
      certificate,
      mayRenew,
      newerVersion: enrolment && current && current.version !== course.version ? current.version : undefined,
    })
  }
