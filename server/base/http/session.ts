import type { RequestHandler } from 'express'
import session from 'express-session'
import MongoStore from 'connect-mongo'
import type { Connection } from 'mongoose'

/** A day at work, and some: a shared desk must not stay signed in over night. */
export const sessionHours = 12

/** Sessions in MongoDB, on our own connection and its write concern; the cookie holds nothing but a signed id. */
export function sessions(options: { connection: Connection; secret: string; secure: boolean }): RequestHandler {
  return session({
    name: options.secure ? '__Host-session' : 'session',
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/', maxAge: sessionHours * 3600_000 },
    store: MongoStore.create({
      client: options.connection.getClient(),
      dbName: options.connection.name,
      collectionName: 'sessions',
      stringify: false,
      // The embedded engine runs no TTL index: expiry is checked on reading, and swept by the program.
      autoRemove: 'disabled',
      touchAfter: 3600,
      ttl: sessionHours * 3600,
    }),
  })
}
