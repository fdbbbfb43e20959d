import { Schema, type Connection, type Model } from 'mongoose'
import type { Origin } from '../types.js'

/**
 * A statement as it lies in the database. The lists are what queries look for; broad keys, found only by
 * `related_agents` and `related_activities`, begin with `~`. A statement whose object is another statement holds
 * that one's keys too (Communication 2.1.3, 'Filter Conditions for StatementRefs').
 */
export interface StatementDocument {
  /** The statement's id in lower case. */
  _id: string
  position: number
  stored: Date
  timestamp: Date
  origin: Origin
  /** The Party for which it counts: its credential's, where that counted when it was stored. */
  countsFor?: string
  /** The key of the agent that answers for it. */
  authority: string
  /** The exact JSON that is sent to whoever asks. */
  text: string
  verbs: string[]
  agents: string[]
  activities: string[]
  registrations: string[]
  /** The id of the statement that is its object. */
  target?: string
  /** Its verb voids the target. */
  voids?: true
  /** Its credential may not define activities and agents: what it says of them stays in it. */
  defines?: false
  voided?: true
  /** The SHA-2, in lower case, of the data that came with it. */
  attachments?: string[]
}

/** The lists of keys, in the order in which they narrow a search most. */
export const keyLists = ['registrations', 'agents', 'activities', 'verbs'] as const

const schema = new Schema<StatementDocument>(
  {
    _id: { type: String, required: true },
    position: { type: Number, required: true },
    stored: { type: Date, required: true },
    timestamp: { type: Date, required: true },
    origin: { type: String, required: true },
    countsFor: String,
    authority: { type: String, required: true },
    text: { type: String, required: true },
    verbs: [String],
    agents: [String],
    activities: [String],
    registrations: [String],
    target: String,
    voids: Boolean,
    defines: Boolean,
    voided: Boolean,
    attachments: { type: [String], default: undefined },
  },
  { collection: 'statements', versionKey: false, autoIndex: false },
)
schema.index({ position: 1 }, { unique: true })
for (const list of keyLists) schema.index({ [list]: 1, position: 1 })
schema.index({ authority: 1, position: 1 })
schema.index({ target: 1 }, { partialFilterExpression: { target: { $exists: true } } })
schema.index({ attachments: 1 }, { partialFilterExpression: { attachments: { $exists: true } } })

export const statementModel = (connection: Connection): Model<StatementDocument> =>
  connection.model<StatementDocument>('Statement', schema)
