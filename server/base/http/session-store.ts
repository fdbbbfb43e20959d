import { createHash } from 'node:crypto'
import { Store, type SessionData } from 'express-session'
import type { Collection, Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { isDuplicate } from '../database/index.js'

interface SessionDocument {
  /** The hash of the session's id: who reads the database cannot take over a session. */
  _id: string
  session?: SessionData
  expires: Date
  /** It was ended; a request that was under way at that time must not bring it back. */
  ended?: true
}

/** Signed in: a day at work, and some, for a shared desk must not stay signed in over night. */
export const sessionHours = 12
/** Not signed in: as long as somebody may need for a form. */
const visitorHours = 2

/**
 * Sessions in MongoDB. Not connect-mongo, whose `set` writes a session anew that was destroyed while another of its
 * requests was under way: then signing out could be undone. A session lives for a fixed time from its last change.
 */
export class SessionStore extends Store {
  private readonly sessions: Collection<SessionDocument>

  constructor(
    connection: Connection,
    private readonly clock: Clock,
  ) {
    super()
    this.sessions = connection.collection<SessionDocument>('sessions')
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const alive = { _id: idOf(sid), ended: { $exists: false }, expires: { $gt: this.clock.now() } }
    this.sessions.findOne(alive).then((found) => callback(null, found?.session ?? null), callback)
  }

  override set(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const plain = JSON.parse(JSON.stringify(session)) as SessionData
    const update = { $set: { session: plain, expires: this.expiry(session) } }
    this.sessions
      .updateOne({ _id: idOf(sid), ended: { $exists: false } }, update, { upsert: true })
      // The session was ended meanwhile: its document is there, and is not brought back.
      .catch(unlessDuplicate)
      .then(() => callback?.(), callback)
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    const end = { $set: { ended: true, expires: this.hoursFromNow(sessionHours) }, $unset: { session: 1 } } as const
    this.sessions.updateOne({ _id: idOf(sid) }, end, { upsert: true }).then(() => callback?.(), callback)
  }

  /** Using a session does not lengthen it, so that a stolen cookie ends by itself. */
  override touch(_sid: string, _session: SessionData, callback?: () => void): void {
    callback?.()
  }

  private expiry(session: SessionData): Date {
    return this.hoursFromNow('passport' in session ? sessionHours : visitorHours)
  }

  private hoursFromNow(hours: number): Date {
    return new Date(this.clock.now().getTime() + hours * 3_600_000)
  }
}

const idOf = (sid: string) => createHash('sha256').update(sid).digest('base64url')

const unlessDuplicate = (error: unknown): void => {
  if (!isDuplicate(error)) throw error
}
