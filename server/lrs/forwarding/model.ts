import { Schema, type Connection, type Model } from 'mongoose'
import type { DeadLetter, Target } from './types.js'

/** A target as it lies in the database. */
export interface TargetDocument extends Omit<Target, 'id'> {
  _id: string
  /** The secret, encrypted. */
  sealed: string
  /** Statements refused one after the other, none delivered between them. */
  refusedInARow: number
  /** Dead letters wait to be sent again; each asking puts another value here. */
  resend?: string
  /** A statement at which the queue stands, to be set aside. */
  setAside?: string
  /** The one worker of all processes that sends to this target. */
  lease?: { holder: string; until: Date }
}

export interface DeadLetterDocument extends DeadLetter {
  /** The ids of target and statement: what is refused twice is one. */
  _id: string
}

const text = { type: String, required: true } as const
const moment = { type: Date, required: true } as const
const number = { type: Number, required: true } as const
const trouble = { reason: text, status: Number, detail: String, statement: String }

const filter = new Schema(
  { verbs: [String], activities: [String], parties: [String], origin: text, notFrom: [String] },
  { _id: false },
)
const failure = new Schema({ ...trouble, since: moment, at: moment, times: number }, { _id: false })
const lease = new Schema({ holder: text, until: moment }, { _id: false })

const target = new Schema<TargetDocument>(
  {
    ...{ _id: text, name: text, endpoint: text, key: text, sealed: text, version: text, createdAt: moment },
    filter: { type: filter, required: true },
    isOn: { type: Boolean, required: true },
    ...{ position: number, delivered: number, refusedInARow: number },
    ...{ deliveredAt: Date, nextTryAt: Date, pausedAt: Date, behindSince: Date, resend: String, setAside: String },
    ...{ failure, lease },
  },
  { collection: 'forwarding_targets', versionKey: false, autoIndex: false },
)

const deadLetter = new Schema<DeadLetterDocument>(
  {
    ...{ _id: text, target: text, position: number, at: moment, again: { type: Boolean, required: true } },
    ...{ ...trouble, reason: text, statement: text },
  },
  { collection: 'forwarding_dead_letters', versionKey: false, autoIndex: false },
)
deadLetter.index({ target: 1, position: 1, _id: 1 })
deadLetter.index({ target: 1, again: 1, position: 1 })

export const targetModel = (connection: Connection): Model<TargetDocument> =>
  connection.model<TargetDocument>('ForwardingTarget', target)

export const deadLetterModel = (connection: Connection): Model<DeadLetterDocument> =>
  connection.model<DeadLetterDocument>('ForwardingDeadLetter', deadLetter)
