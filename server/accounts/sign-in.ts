import type { Request, RequestHandler, Response } from 'express'
import passportModule from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import type { Context } from './context.js'
import { emailKey } from './fold.js'
import type { Identity } from './directory.js'
import type { Person } from './types.js'

declare global {
  // The augmentation of Express's and Passport's own types needs a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** Who is signed in. */
      person?: Person | undefined
    }
    interface User {
      id: string
      epoch: number
      person: Person
    }
  }
}

export interface SignIn {
  /** Sets `req.person`; to stand after the session. */
  identify: RequestHandler[]
  /** Checks e-mail and password of the form; undefined for whatever is wrong, in about the same time. */
  check(req: Request): Promise<Person | undefined>
  /** Begins a new session for an account; the one before, and its id, end. */
  begin(req: Request, account: string): Promise<void>
  /** Ends the session, and has the browser forget the pages it kept: at a shared desk, the next one has a Back button. */
  end(req: Request): Promise<void>
}

/** Sign-in by Passport. A session holds the account's id and epoch, and nothing else of a person. */
export function createSignIn(context: Context): SignIn {
  const { directory } = context
  const passport = new passportModule.Passport()
  passport.use(
    new LocalStrategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
      findUser(context, email, password).then((user) => {
        done(null, user ?? false)
      }, done)
    }),
  )
  passport.serializeUser((user: Express.User, done) => {
    done(null, { id: user.id, epoch: user.epoch })
  })
  passport.deserializeUser((kept: unknown, done) => {
    userOfSession(context, kept).then((user) => {
      done(null, user ?? false)
    }, done)
  })

  const setPerson: RequestHandler = (req, _res, next) => {
    req.person = req.user?.person
    next()
  }
  return {
    identify: [passport.session() as RequestHandler, setPerson],
    check: (req) =>
      new Promise((resolve, reject) => {
        const answer = (error: unknown, user?: Express.User | false | null) => {
          if (error) reject(error as Error)
          else resolve(user ? user.person : undefined)
        }
        const authenticate = passport.authenticate('local', { session: false }, answer) as RequestHandler
        void authenticate(req, req.res as Response, reject)
      }),
    async begin(req, account) {
      directory.forget(account)
      const identity = await directory.identity(account)
      if (!identity) throw new Error('a session was begun for nobody')
      await finished((done) => {
        req.logIn(toUser(identity), done)
      })
      req.person = identity.person
    },
    async end(req) {
      await finished((done) => {
        req.logOut(done)
      })
      req.person = undefined
      req.res?.set('Clear-Site-Data', '"cache"')
    },
  }
}

async function findUser({ people, passwords, directory }: Context, email: string, password: string) {
  const stored = await people.findByEmail(emailKey(email))
  // Who has not confirmed the address has no password yet.
  const right = await passwords.matches(password, stored?.passwordHash)
  if (!right || !stored) return undefined
  const identity = await directory.identity(stored._id)
  return identity && toUser(identity)
}

async function userOfSession({ directory }: Context, kept: unknown): Promise<Express.User | undefined> {
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('epoch' in kept)) return undefined
  const identity = await directory.identity(String(kept.id))
  return identity && identity.epoch === kept.epoch ? toUser(identity) : undefined
}

const toUser = ({ person, epoch }: Identity): Express.User => ({ id: person.id, epoch, person })

/** A function with a callback, as a promise. */
const finished = (call: (done: (error?: unknown) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    call((error) => {
      if (error) reject(error as Error)
      else resolve()
    })
  })
