import { Schema, type Connection } from 'mongoose'
import type { Enrolment } from './types.js'

/** An enrolment as it is kept; its id is its registration. */
export interface EnrolmentDocument extends Omit<Enrolment, 'registration'> {
  _id: string
  /** Counts the changes of progress, so that a change rests on what it saw. */
  revision: number
  /** Statements, complete JSON, that the Learning Record Store does not have yet. */
  outbox: string[]
}

const text = { type: String, required: true } as const

const schema = new Schema<EnrolmentDocument>(
  {
    _id: text,
    account: text,
    course: text,
    version: text,
    language: text,
    startedAt: { type: Date, required: true },
    place: Schema.Types.Mixed,
    modules: { type: Schema.Types.Mixed, required: true },
    completedAt: Date,
    revision: { type: Number, required: true },
    outbox: { type: [String], required: true },
  },
  { collection: 'enrolments', minimize: false, versionKey: false, autoIndex: false, id: false },
)

schema.index({ account: 1, course: 1, version: 1 }, { unique: true, name: 'once' })
schema.index({ account: 1, course: 1, startedAt: -1 }, { name: 'latest' })

export const enrolmentModel = (connection: Connection) => connection.model('Enrolment', schema)
