import { Schema, type Connection } from 'mongoose'
import type { Certificate } from './types.js'

/** A certificate as it is kept; its id is its public code. */
export interface CertificateDocument extends Omit<Certificate, 'code'> {
  _id: string
  /** Statements, complete JSON, that the Learning Record Store does not have yet. */
  outbox: string[]
}

const text = { type: String, required: true } as const
const moment = { type: Date, required: true } as const
const count = { type: Number, required: true } as const
const part = { _id: false, id: false } as const

const course = new Schema(
  {
    id: text,
    version: text,
    areas: { type: [String], required: true },
    hours: count,
    validMonths: Number,
    renewalWindowMonths: count,
    words: { type: Schema.Types.Mixed, required: true },
  },
  part,
)

const term = new Schema(
  {
    attempt: text,
    registration: text,
    issuedAt: moment,
    validUntil: Date,
    percent: count,
    language: text,
    name: String,
    latinName: String,
    affiliation: { type: Schema.Types.Mixed, required: true },
    partyNames: { type: Schema.Types.Mixed, required: true },
  },
  part,
)

const revocation = new Schema({ at: moment, by: text, reason: text }, part)

const schema = new Schema<CertificateDocument>(
  {
    _id: text,
    account: text,
    course: { type: course, required: true },
    terms: { type: [term], required: true },
    revocation,
    scorePublic: { type: Boolean, required: true },
    nameErasedAt: Date,
    outbox: { type: [String], required: true },
  },
  { collection: 'certificates', minimize: false, versionKey: false, autoIndex: false, id: false },
)

schema.index({ account: 1, 'course.id': 1, 'course.version': 1 }, { unique: true, name: 'one-each' })

export const certificateModel = (connection: Connection) => connection.model('Certificate', schema)
