import { Schema, type Connection, type Model } from 'mongoose'

export interface CredentialDocument {
  _id: string
  key: string
  name: string
  /** Argon2id of the secret, with its salt. */
  hash: string
  createdAt: Date
  revokedAt?: Date
}

const schema = new Schema<CredentialDocument>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    name: { type: String, required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    revokedAt: Date,
  },
  { collection: 'lrs_credentials', versionKey: false, autoIndex: false },
)
schema.index({ key: 1 }, { unique: true })

export const credentialModel = (connection: Connection): Model<CredentialDocument> =>
  connection.model<CredentialDocument>('LrsCredential', schema)
