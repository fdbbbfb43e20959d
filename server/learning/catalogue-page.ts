import type { Request, RequestHandler } from 'express'
import { courseFacts, moduleCount } from './course-view.js'
import type { LearningPages } from './routes.js'
import { paths } from './where.js'

/** GET /: what the College is, for whoever comes by. */
export const homePage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    res.page('home', { title: req.t('home:title'), cards: await courseCards(pages, req) })
  }

/** GET /courses: every course, for everybody; who is signed in sees the own progress too. */
export const cataloguePage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    res.page('learning/catalogue', { title: req.t('learning:catalogue.title'), cards: await courseCards(pages, req) })
  }

async function courseCards({ learning, courses }: LearningPages, req: Request) {
  const enrolments = req.person ? await learning.enrolments([req.person.id]) : []
  return courses.catalogue().map((course) => {
    const enrolment = enrolments.findLast((each) => each.course === course.id)
    const { title, summary, language } = courses.text(course, req.language)
    return {
      title,
      summary,
      language,
      href: req.link(paths.course(course.id)),
      facts: courseFacts(req, course),
      state: enrolment && (enrolment.completedAt ? 'passed' : 'begun'),
      progress: moduleCount(course, enrolment),
    }
  })
}
