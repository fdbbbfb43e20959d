import { Schema, type Connection, type Model } from 'mongoose'

/** A statement of our own that the LRS refused: it left the outbox that it was in, and is kept here. */
export interface RefusedDocument {
  /** The SHA-256 of its text, in hexadecimal. */
  _id: string
  /** The complete JSON. */
  text: string
  /** The collection and the document whose outbox it was in. */
  source: string
  document: string
  code: string
  reason: string
  at: Date
}

const text = { type: String, required: true } as const

const schema = new Schema<RefusedDocument>(
  {
    ...{ _id: text, text, source: text, document: text, code: text, reason: text },
    at: { type: Date, required: true },
  },
  { collection: 'refused_statements', versionKey: false, autoIndex: false },
)
schema.index({ at: 1 })

export const refusedModel = (connection: Connection): Model<RefusedDocument> =>
  connection.model<RefusedDocument>('RefusedStatement', schema)
