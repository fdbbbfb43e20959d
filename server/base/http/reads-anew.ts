import type { RequestHandler } from 'express'
import { momentMs } from '../recent.js'

const cookieName = 'changed'

/**
 * Says of each request whether it must read from the database what others may be shown as it was a moment ago: the one
 * that changes something, and those that the same browser makes in the moment afterwards. So everybody sees the effect
 * of what they did, also where the next request comes to another process, which remembers how things were.
 */
export function readsAnew({ secure }: { secure: boolean }): RequestHandler {
  const options = { maxAge: momentMs + 1000, httpOnly: true, sameSite: 'lax', secure, path: '/' } as const
  const changed = new RegExp(`(?:^|; ?)${cookieName}=`)
  return (req, res, next) => {
    const changes = req.method !== 'GET' && req.method !== 'HEAD'
    if (changes) res.cookie(cookieName, '1', options)
    req.readsAnew = changes || changed.test(req.headers.cookie ?? '')
    next()
  }
}
