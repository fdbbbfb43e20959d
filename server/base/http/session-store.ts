import { createHash } from 'node:crypto'
import { Store, type SessionData } from 'express-session'
import type { Collection, Connection, mongo } from 'mongoose'
import type { Clock } from '../clock.js'
import { isDuplicate } from '../database/index.js'
import { createRecent } from '../recent.js'

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

/** A session as it was read; as text, since every request gets a copy of its own. */
interface Read {
  json: string
  expires: Date
}

type GetCallback = (error: unknown, session?: SessionData | null) => void

/**
 * Sessions in MongoDB. Not connect-mongo, whose `set` writes a session anew that was destroyed while another of its
 * requests was under way: then signing out could be undone. A session lives for a fixed time from its last change.
 */
export class SessionStore extends Store {
  private readonly sessions: Collection<SessionDocument>
  private readonly recent = createRecent((sid) => this.read(sid))

  constructor(
    connection: Connection,
    private readonly clock: Clock,
  ) {
    super()
    this.sessions = connection.collection<SessionDocument>('sessions')
  }

  override get(sid: string, callback: GetCallback): void {
    this.give(this.read(sid), callback)
  }

  getFromMemory(sid: string, callback: GetCallback): void {
    this.give(this.recent.get(sid), callback)
  }

  override set(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const plain = JSON.parse(JSON.stringify(session)) as SessionData
    const update = { $set: { session: plain, expires: this.expiry(session) } }
    // The session may be ended meanwhile: then its document is there, and is not brought back.
    const write = this.change(sid, { ended: { $exists: false } }, update).catch(unlessDuplicate)
    write.then(() => callback?.(), callback)
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    const end = { $set: { ended: true, expires: this.hoursFromNow(sessionHours) }, $unset: { session: 1 } } as const
    this.change(sid, {}, end).then(() => callback?.(), callback)
  }

  /** Using a session does not lengthen it, so that a stolen cookie ends by itself. */
  override touch(_sid: string, _session: SessionData, callback?: () => void): void {
    callback?.()
  }

  private give(reading: Promise<Read | undefined>, callback: GetCallback): void {
    reading.then((found) => {
      const isAlive = found && found.expires > this.clock.now()
      callback(null, isAlive ? (JSON.parse(found.json) as SessionData) : null)
    }, callback)
  }

  private async read(sid: string): Promise<Read | undefined> {
    const found = await this.sessions.findOne({ _id: idOf(sid) })
    return found?.session && !found.ended ? { json: JSON.stringify(found.session), expires: found.expires } : undefined
  }

  private async change(
    sid: string,
    filter: mongo.Filter<SessionDocument>,
    update: mongo.UpdateFilter<SessionDocument>,
  ) {
    this.recent.forget(sid)
    try {
      await this.sessions.updateOne({ ...filter, _id: idOf(sid) }, update, { upsert: true })
    } finally {
      this.recent.forget(sid)
    }
  }

  private expiry(session: SessionData): Date {
    return this.hoursFromNow('passport' in session ? sessionHours : visitorHours)
  }

  private hoursFromNow(hours: number): Date {
    return new Date(this.clock.now().getTime() + hours * 3_600_000)
  }
}

/** The same sessions for who only looks at pages: as they were a moment ago, where they were read then. */
export class RememberedSessions extends Store {
  constructor(private readonly present: SessionStore) {
    super()
  }

  override get = (...request: Parameters<Store['get']>) => this.present.getFromMemory(...request)
  override set = (...request: Parameters<SessionStore['set']>) => this.present.set(...request)
  override destroy = (...request: Parameters<SessionStore['destroy']>) => this.present.destroy(...request)
  override touch = (...request: Parameters<SessionStore['touch']>) => this.present.touch(...request)
}

const idOf = (sid: string) => createHash('sha256').update(sid).digest('base64url')

const unlessDuplicate = (error: unknown): void => {
  if (!isDuplicate(error)) throw error
}
