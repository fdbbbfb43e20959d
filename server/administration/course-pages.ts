import { Router } from 'express'
import { allow } from '../accounts/index.js'
import { describeFault, type Courses } from '../courses/index.js'

/** The courses that are served, and what is wrong with packages that are not: for those who can mend them. */
export function courseStateRoutes(courses: Courses): Router {
  const router = Router()
  router.get('/administration/courses', ...allow('see-operations'), (req, res) => {
    res.page('administration/courses', {
      title: req.t('administration:courses.title'),
      courses: courses.catalogue().map((course) => ({ ...course, title: courses.text(course, req.language).title })),
      refused: courses.faults().map(({ course, served, faults }) => ({
        course,
        served,
        faults: faults.map((fault) => describeFault(fault, req.t)),
      })),
    })
  })
  return router
}
