import { Schema, type Connection, type Model } from 'mongoose'
import type { Agent } from '../../xapi/index.js'
import { scopes, type Scope } from './scopes.js'

/** A secret that was replaced, and is good for a while yet. */
export interface PreviousSecret {
  hash: string
  until: Date
}

export interface CredentialDocument {
  _id: string
  key: string
  name: string
  /** Argon2id of the secret, with its salt. */
  hash: string
  previous?: PreviousSecret
  scopes: Scope[]
  /** Absent: an account of this installation that is named after the credential. */
  authority?: Agent
  party?: string
  counts: boolean
  isOfSettings?: true
  createdAt: Date
  expiresAt?: Date
  lastUsedAt?: Date
  revokedAt?: Date
  revocationReason?: string
}

const previous = new Schema<PreviousSecret>(
  { hash: { type: String, required: true }, until: { type: Date, required: true } },
  { _id: false },
)
const schema = new Schema<CredentialDocument>(
  {
    _id: { type: String, required: true },
    key: { type: String, required: true },
    name: { type: String, required: true },
    hash: { type: String, required: true },
    previous,
    scopes: { type: [{ type: String, enum: scopes }], required: true },
    authority: Schema.Types.Mixed,
    party: String,
    counts: { type: Boolean, required: true },
    isOfSettings: Boolean,
    createdAt: { type: Date, required: true },
    expiresAt: Date,
    lastUsedAt: Date,
    revokedAt: Date,
    revocationReason: String,
  },
  { collection: 'lrs_credentials', versionKey: false, autoIndex: false },
)
schema.index({ key: 1 }, { unique: true })

export const credentialModel = (connection: Connection): Model<CredentialDocument> =>
  connection.model<CredentialDocument>('LrsCredential', schema)
