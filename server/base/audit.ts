import { Schema, Types, type Connection } from 'mongoose'
import type { Clock } from './clock.js'

/** What somebody did that others must be able to look up later. It names people by their opaque ids only. */
export interface AuditEntry {
  id: string
  at: Date
  /** The account that acted, or 'command' for somebody at the server's keyboard. */
  by: string
  /** A key of the locale `administration:audit.action`. */
  action: string
  /** The account, certificate or other thing it was done to. */
  subject: string | undefined
  reason: string | undefined
  details: Record<string, unknown>
}

export interface AuditRecord {
  by: string
  action: string
  subject?: string | undefined
  reason?: string | undefined
  /**
   * Codes and ids that the page of the audit says in words. Of them are known here: `accounts` (several that it was
   * done to), `invitation` (by which it came about), `words` (what was searched for and found nobody).
   */
  details?: Record<string, unknown>
}

/** Which entries are asked for; what is left out is any. */
export interface AuditQuery {
  by?: string | undefined
  action?: string | undefined
  /** The number of an account, an invitation or a certificate: whoever acted, and whatever it was done to. */
  about?: string | undefined
  /** No later than this moment. */
  until?: Date | undefined
}

export interface Audit {
  /** Resolves when the entry is on disk. Call it before the deed, so that nothing is done unrecorded. */
  record(entry: AuditRecord): Promise<void>
  /** The newest first. `before`: the `more` of the answer before. */
  list(
    options: AuditQuery & { limit: number; before?: string | undefined },
  ): Promise<{ entries: AuditEntry[]; more?: string }>
  /** Who has acted, and what was done, so far. */
  known(): Promise<{ actors: string[]; actions: string[] }>
  /**
   * Takes the reason, the one text that somebody wrote freely and that may name a person, out of the entries about
   * these subjects. May be called again.
   */
  forgetReasons(subjects: string[]): Promise<void>
  /** Takes out words that were searched for, where they fit somebody who is erased. May be called again. */
  forgetWords(fits: (words: string) => boolean): Promise<void>
}

interface AuditDocument extends Omit<AuditEntry, 'id'> {
  _id: string
}

const schema = new Schema<AuditDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    action: { type: String, required: true },
    subject: String,
    reason: String,
    details: { type: Schema.Types.Mixed, default: {} },
  },
  { collection: 'audit', versionKey: false, minimize: false },
)
schema.index({ at: -1, _id: -1 })
schema.index({ subject: 1, at: -1 })
schema.index({ by: 1, at: -1 })
schema.index({ action: 1, at: -1 })
schema.index({ 'details.accounts': 1 }, { sparse: true })
schema.index({ 'details.words': 1 }, { sparse: true })

/** The record of what people with powers did. Nothing in it is ever changed, except where a person is erased. */
export function createAudit({ connection, clock }: { connection: Connection; clock: Clock }): Audit {
  const model = connection.model<AuditDocument>('AuditEntry', schema)
  return {
    async record({ by, action, subject, reason, details = {} }) {
      // An id that grows: of entries of one moment, too, the later is the newer.
      const _id = new Types.ObjectId().toString()
      await model.create({ _id, at: clock.now(), by, action, subject, reason, details })
    },
    async list({ limit, before, ...query }) {
      const found = await model
        .find({ $and: [olderThan(before), fitting(query)] })
        .sort({ at: -1, _id: -1 })
        .limit(limit + 1)
        .lean()
      const entries = found.slice(0, limit).map(toEntry)
      const last = entries.at(-1)
      return { entries, ...(found.length > limit && last ? { more: placeOf(last) } : {}) }
    },
    async known() {
      const [actors, actions] = await Promise.all([model.distinct('by'), model.distinct('action')])
      return { actors, actions }
    },
    async forgetWords(fits) {
      const found = await model.find({ 'details.words': { $exists: true } }, { details: 1 }).lean()
      const unwanted = found.filter(({ details }) => fits(String(details['words']))).map(({ _id }) => _id)
      await model.updateMany({ _id: { $in: unwanted } }, { $unset: { 'details.words': '' } })
    },
    async forgetReasons(subjects) {
      await model.updateMany({ subject: { $in: subjects }, reason: { $exists: true } }, { $unset: { reason: '' } })
    },
  }
}

const placeOf = ({ at, id }: AuditEntry) => `${at.getTime()}_${id}`

/** Everything after a place in the list; a place that cannot be read is the list's beginning. */
function olderThan(place: string | undefined) {
  const [, time, id] = /^(\d{1,15})_([\w-]+)$/.exec(place ?? '') ?? []
  if (!time || !id) return {}
  const at = new Date(Number(time))
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] }
}

function fitting({ by, action, about, until }: AuditQuery) {
  const places = ['by', 'subject', 'details.accounts', 'details.invitation']
  return {
    ...(by === undefined ? {} : { by }),
    ...(action === undefined ? {} : { action }),
    ...(until === undefined ? {} : { at: { $lte: until } }),
    ...(about === undefined ? {} : { $or: places.map((place) => ({ [place]: about })) }),
  }
}

function toEntry({ _id, at, by, action, subject, reason, details }: AuditDocument): AuditEntry {
  return { id: _id, at, by, action, subject, reason, details }
}
