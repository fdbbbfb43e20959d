import compression from 'compression'
import { Router, type Request, type Response } from 'express'
import { notFound } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { Courses } from './courses.js'
import { mediaParams } from './schema.js'

/** The pictures of the courses; mounted at `/media`, without a session. */
export function courseMediaRoutes(courses: Courses): Router {
  const router = Router()
  router.get('/:course/:version/:file', compression(), sendMedia(courses))
  return router
}

/**
 * Sends a file under headers that make it a picture and nothing else: even a drawing that slips through the check runs
 * no script and reaches no other place. It may be kept for ever, for a version never changes.
 */
const sendMedia = (courses: Courses) => async (req: Request, res: Response) => {
  const { course: id, version, file } = parse(mediaParams, req.params)
  const course = await courses.version(id, version)
  const media = course && courses.media(course, file)
  if (!media) throw notFound()
  res.set({
    'Content-Type': media.type,
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'public, max-age=31536000, immutable',
  })
  res.send(media.content)
}
