import type { Request, RequestHandler } from 'express'
import { forbidden } from '../base/errors.js'
import { permissions, type Action } from './permissions.js'
import { safePath } from './safe-path.js'
import type { Person } from './types.js'

/** Lets a signed-in person pass; sends others to sign in, and back to the page they wanted. */
export const requirePerson: RequestHandler = (req, res, next) => {
  if (req.person) {
    next()
    return
  }
  // What a form wanted to do is not repeated behind a person's back.
  const wanted = req.method === 'GET' ? safePath(req.originalUrl) : undefined
  res.redirect(303, req.link(wanted ? `/sign-in?next=${encodeURIComponent(wanted)}` : '/sign-in'))
}

/** Lets whoever may do it at all pass; what it may be done to, the handler asks. */
export function allow(action: Action): RequestHandler[] {
  return [
    requirePerson,
    (req, _res, next) => {
      next(permissions.may(req.person, action) ? undefined : forbidden())
    },
  ]
}

/** The person whom `requirePerson` let pass. @throws AppError 403 where the route forgot to ask it */
export function signedIn(req: Request): Person {
  if (!req.person) throw forbidden()
  return req.person
}
