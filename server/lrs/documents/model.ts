import { Schema, type Connection, type Model, type mongo } from 'mongoose'

/** The three document resources (Communication 2.2). */
export type DocumentKind = 'state' | 'activity-profile' | 'agent-profile'

/** What a document belongs to. Without a registration is a context of its own, beside those with one. */
export interface DocumentContext {
  kind: DocumentKind
  activityId?: string
  /** The agent's key (`statements/keys.ts`). */
  agent?: string
  /** In lower case. */
  registration?: string
}

/** The one place of a document: its context, and the `stateId` or `profileId` in it. */
export interface DocumentPlace extends DocumentContext {
  id: string
}

/** A document as it is kept. */
export interface KeptDocument extends DocumentPlace {
  contentType: string
  /** SHA-1 of the contents, in 40 hexadecimal digits (Communication 3.1). */
  etag: string
  updated: Date
  contents: Buffer
}

export interface DocumentRecord extends Omit<KeptDocument, 'contents'> {
  /** A digest of the place, so that two writers of one document meet. */
  _id: string
  /** A digest of the context, by which lists are made. */
  context: string
  contents: mongo.Binary
  /** Another one with every writing, so that nobody overwrites what they have not seen. */
  revision: string
}

const required = { type: String, required: true } as const
const schema = new Schema<DocumentRecord>(
  {
    _id: required,
    context: required,
    kind: required,
    activityId: String,
    agent: String,
    registration: String,
    id: required,
    contentType: required,
    etag: required,
    updated: { type: Date, required: true },
    contents: { type: Buffer, required: true } as never,
    revision: required,
  },
  { collection: 'lrs_documents', versionKey: false, autoIndex: false },
)
schema.index({ context: 1, updated: 1 })
schema.index({ agent: 1 }, { partialFilterExpression: { agent: { $exists: true } } })

export const documentModel = (connection: Connection): Model<DocumentRecord> =>
  connection.model<DocumentRecord>('LrsDocument', schema)
