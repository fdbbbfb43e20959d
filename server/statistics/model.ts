import { Schema, type Connection } from 'mongoose'
import { agencies } from '../accounts/index.js'
import { areas } from '../courses/index.js'
import type { AffiliationEvent, CertificateEvent, RevocationEvent } from './evidence.js'

/** One account's ledger, with the position of the last statement that was entered: entering it again does nothing. */
export interface LedgerDocument {
  /** The generation and the account. */
  _id: string
  generation: string
  account: string
  position: number
  affiliations: AffiliationEvent[]
  certificates: CertificateEvent[]
  revocations: RevocationEvent[]
}

/** How far the projector has followed the feed. */
export interface CursorDocument {
  _id: 'indicator'
  /** Which ledgers are read: a rebuild makes others beside them, and puts theirs in its place when it is done. */
  generation: string
  position: number
  /** When the last statement that it has passed was stored. */
  stored?: Date
  /** The generation that a rebuild is making. */
  building?: string
}

const text = { type: String, required: true } as const
const date = { type: Date, required: true } as const
const agency = { type: String, enum: agencies, required: true } as const
const inside = { _id: false } as const

const affiliation = new Schema<AffiliationEvent>(
  {
    statement: text,
    kind: { type: String, enum: ['affiliated', 'disaffiliated'], required: true },
    at: date,
    party: text,
    agency,
  },
  inside,
)
const certificate = new Schema<CertificateEvent>(
  {
    statement: text,
    certificate: text,
    course: text,
    areas: { type: [String], enum: areas, required: true },
    at: date,
    validUntil: Date,
    party: text,
    agency,
    status: { type: String, enum: ['claimed', 'confirmed'], required: true },
  },
  inside,
)
const revocation = new Schema<RevocationEvent>({ statement: text, certificate: text, at: date }, inside)

const ledger = new Schema<LedgerDocument>(
  {
    ...{ _id: text, generation: text, account: text },
    position: { type: Number, required: true },
    affiliations: [affiliation],
    certificates: [certificate],
    revocations: [revocation],
  },
  { collection: 'ledgers', versionKey: false },
)
ledger.index({ generation: 1 })
// A voided statement is found without its account.
ledger.index({ 'certificates.statement': 1 })
ledger.index({ 'affiliations.statement': 1 })
ledger.index({ 'revocations.statement': 1 })

const cursor = new Schema<CursorDocument>(
  {
    _id: { type: String, enum: ['indicator'] },
    generation: text,
    position: { type: Number, required: true },
    stored: Date,
    building: String,
  },
  { collection: 'cursors', versionKey: false },
)

export const createModels = (connection: Connection) => ({
  ledgers: connection.model<LedgerDocument>('Ledger', ledger),
  cursors: connection.model<CursorDocument>('Cursor', cursor),
})
