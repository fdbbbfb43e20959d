import { Router } from 'express'
import { allow, permissions } from '../accounts/index.js'
import { describeFault, type Courses } from '../courses/index.js'

/** The courses that are served, and what is wrong with packages that are not: to those who can mend them. */
export function courseStateRoutes(courses: Courses): Router {
  const router = Router()
  router.get('/administration/courses', ...allow('see-course-state'), (req, res) => {
    const isTheirs = (course: string) => permissions.may(req.person, 'see-course-state', { course })
    const served = courses.catalogue().filter(({ id }) => isTheirs(id))
    const refused = courses.faults().filter(({ course }) => isTheirs(course))
    res.page('administration/courses', {
      title: req.t('administration:courses.title'),
      courses: served.map((course) => ({ ...course, title: courses.text(course, req.language).title })),
      maySeeStatements: permissions.may(req.person, 'see-statements'),
      refused: refused.map((one) => ({ ...one, faults: one.faults.map((fault) => describeFault(fault, req.t)) })),
    })
  })
  return router
}
