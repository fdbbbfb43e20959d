import { Schema, type Connection } from 'mongoose'
import type { Attempt } from './types.js'

/** An attempt as it is kept. */
export interface AttemptDocument extends Omit<Attempt, 'id'> {
  _id: string
  /** What the draw follows from. */
  seed: string
  /** Counts the changes of the answers, so that marking sees all that were acknowledged. */
  revision: number
  /** Statements, complete JSON, that the Learning Record Store does not have yet. */
  outbox: string[]
  /** Whether all that follows from the result is done. */
  settled: boolean
}

const text = { type: String, required: true } as const
const ref = new Schema({ course: text, version: text, quiz: text }, { _id: false })
const asked = new Schema({ id: text, options: [String] }, { _id: false, id: false })

const schema = new Schema<AttemptDocument>(
  {
    _id: text,
    account: text,
    ref: { type: ref, required: true },
    number: { type: Number, required: true },
    registration: text,
    language: text,
    seed: text,
    state: { type: String, enum: ['open', 'finished'], required: true },
    questions: { type: [asked], required: true },
    answers: { type: Schema.Types.Mixed, required: true },
    revision: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    finishedAt: Date,
    result: Schema.Types.Mixed,
    outbox: { type: [String], required: true },
    settled: { type: Boolean, required: true },
  },
  { collection: 'attempts', minimize: false, versionKey: false, autoIndex: false, id: false },
)

const quizOfPerson = { account: 1, 'ref.course': 1, 'ref.version': 1, 'ref.quiz': 1 } as const

schema.index({ ...quizOfPerson, number: 1 }, { unique: true, name: 'numbered' })
schema.index(quizOfPerson, { unique: true, partialFilterExpression: { state: 'open' }, name: 'one-open' })
schema.index(
  { settled: 1, _id: 1 },
  { partialFilterExpression: { state: 'finished', settled: false }, name: 'unsettled' },
)

export const attemptModel = (connection: Connection) => connection.model('Attempt', schema)
