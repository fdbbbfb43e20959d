import type { RequestHandler } from 'express'
import session, { type Store } from 'express-session'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { RememberedSessions, sessionHours, SessionStore } from './session-store.js'

/**
 * Sessions in MongoDB, on our own connection and its write concern; the cookie holds nothing but a signed id. Who
 * changes something does so in the session as it is; who looks at a page may do so in that of a moment ago.
 */
export function sessions(options: {
  connection: Connection
  clock: Clock
  secret: string
  secure: boolean
}): RequestHandler {
  const store = new SessionStore(options.connection, options.clock)
  const present = sessionsIn(store, options)
  const remembered = sessionsIn(new RememberedSessions(store), options)
  return (req, res, next) => {
    // People come by https, as BASE_URL says: a proxy that says nothing of it must not keep them from signing in.
    if (options.secure) req.headers['x-forwarded-proto'] ??= 'https'
    if (req.readsAnew) present(req, res, next)
    else remembered(req, res, next)
  }
}

const sessionsIn = (store: Store, options: { secret: string; secure: boolean }) =>
  session({
    name: options.secure ? '__Host-session' : 'session',
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    proxy: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/', maxAge: sessionHours * 3_600_000 },
    store,
  })
