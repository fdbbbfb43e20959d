import { Schema, type Connection, type Model } from 'mongoose'

/** The data of an attachment, kept once however many statements have it. */
export interface AttachmentDocument {
  /** The SHA-2 of the data, in lower case. */
  _id: string
  data: Buffer
  /** When it was last sent, until a statement is known to rest on it. */
  pending?: Date
}

const schema = new Schema<AttachmentDocument>(
  { _id: { type: String, required: true }, data: { type: Buffer, required: true }, pending: Date },
  { collection: 'attachments', versionKey: false, autoIndex: false },
)
schema.index({ pending: 1 }, { partialFilterExpression: { pending: { $exists: true } } })

export const attachmentModel = (connection: Connection): Model<AttachmentDocument> =>
  connection.model<AttachmentDocument>('Attachment', schema)
