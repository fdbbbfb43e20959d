import type { RequestHandler } from 'express'
import session from 'express-session'
import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { sessionHours, SessionStore } from './session-store.js'

/** Sessions in MongoDB, on our own connection and its write concern; the cookie holds nothing but a signed id. */
export function sessions(options: {
  connection: Connection
  clock: Clock
  secret: string
  secure: boolean
}): RequestHandler {
  return session({
    name: options.secure ? '__Host-session' : 'session',
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/', maxAge: sessionHours * 3_600_000 },
    store: new SessionStore(options.connection, options.clock),
  })
}
