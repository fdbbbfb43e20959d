import { Schema, type Connection } from 'mongoose'
import { languages, type Language } from '../base/languages.js'
import { ways, type Entry } from './affiliation.js'
import { agencies, roles, type Agency, type PartyCode, type Role } from './types.js'

/** How a claim, or a confirmed affiliation, was refused. */
export interface Rejection {
  reason: string
  at: Date
  /** Who rejected it, and for which Party; earlier ones do not say. */
  by?: string
  party?: PartyCode
  /** It had been confirmed, and was ended. */
  ended?: boolean
}

/** Everything that says who a person is. Erasing this document cuts the person from the opaque id. */
export interface PersonDocument {
  _id: string
  name: string
  email: string
  emailKey: string
  emailConfirmed: boolean
  language: Language
  /** What was claimed at registration; becomes the first affiliation when the address is confirmed. */
  registration?: { party: PartyCode; agency: Agency }
  passwordHash?: string
  /** Goes up when all sessions are to end. */
  epoch: number
  /** The given ones; 'learner' is not among them. */
  roles: Role[]
  trainerOf: string[]
  focalPointOf?: PartyCode
  /** Why the last claim was rejected: for the person's own eyes, and for the Party that rejected it if it is made again. */
  rejection?: Rejection
  searchWords: string[]
  createdAt: Date
  /** When a focal point was last told that claims wait. */
  toldOfClaims?: Date
  /** Erasure has begun, and is finished after a crash. Nobody can sign in any more. */
  erasing?: boolean
}

/** Where an account works and worked. No personal data: it outlives the person's document. */
export interface AffiliationDocument {
  _id: string
  current: Entry
  past: Entry[]
  revision: number
  /** Statements (JSON texts) that the last changes cause, until they are recorded. */
  outbox: string[]
}

export type AccessKind = 'confirm' | 'reset' | 'new-email' | 'invitation' | 'code'

/** A way in that somebody was given once: only its hash is kept. */
export interface AccessDocument {
  /** Of a link: the SHA-256 of its token. Of a code: 'code:' and the account, so that a new one replaces the old. */
  _id: string
  kind: AccessKind
  account?: string
  emailKey?: string
  email?: string
  /** Of a registration that this confirms. */
  name?: string
  party?: PartyCode
  agency?: Agency
  language?: Language
  invitedBy?: string
  how?: 'focal-point' | 'secretariat'
  /** Of a code only: argon2id. */
  codeHash?: string
  attemptsLeft?: number
  createdAt: Date
  expiresAt: Date
}

const person = new Schema<PersonDocument>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    email: { type: String, required: true },
    emailKey: { type: String, required: true },
    emailConfirmed: { type: Boolean, required: true },
    language: { type: String, enum: languages, required: true },
    registration: { type: { party: String, agency: { type: String, enum: agencies } }, _id: false },
    passwordHash: String,
    epoch: { type: Number, required: true },
    roles: { type: [{ type: String, enum: roles }], required: true },
    trainerOf: { type: [String], required: true },
    focalPointOf: String,
    rejection: { type: { reason: String, at: Date, by: String, party: String, ended: Boolean }, _id: false },
    searchWords: { type: [String], required: true },
    createdAt: { type: Date, required: true },
    toldOfClaims: Date,
    erasing: Boolean,
  },
  { collection: 'people', versionKey: false },
)
person.index({ emailKey: 1 }, { unique: true })
person.index({ searchWords: 1 })
person.index({ roles: 1 })
person.index({ 'registration.party': 1 }, { sparse: true })
person.index({ emailConfirmed: 1, createdAt: 1 })
person.index({ erasing: 1 }, { sparse: true })
person.index({ 'rejection.by': 1 }, { sparse: true })

const entry = new Schema<Entry>(
  {
    party: { type: String, required: true },
    agency: { type: String, enum: agencies, required: true },
    claimedAt: { type: Date, required: true },
    confirmedAt: Date,
    confirmedBy: String,
    how: { type: String, enum: ways },
    rejectedAt: Date,
    rejectedBy: String,
    endedAt: Date,
  },
  { _id: false },
)
const affiliation = new Schema<AffiliationDocument>(
  {
    _id: { type: String, required: true },
    current: { type: entry, required: true },
    past: { type: [entry], required: true },
    revision: { type: Number, required: true },
    outbox: { type: [String], required: true },
  },
  { collection: 'affiliations', versionKey: false },
)
affiliation.index({ 'current.party': 1 })

const access = new Schema<AccessDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    account: String,
    emailKey: String,
    email: String,
    name: String,
    party: String,
    agency: { type: String, enum: agencies },
    language: { type: String, enum: languages },
    invitedBy: String,
    how: String,
    codeHash: String,
    attemptsLeft: Number,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'access', versionKey: false },
)
access.index({ account: 1 }, { sparse: true })
access.index({ emailKey: 1 }, { sparse: true })
access.index({ expiresAt: 1 })
access.index({ kind: 1, party: 1 })

/** The collections of this module, a store's each; their indexes are made at the start of the server. */
export const personModel = (connection: Connection) => connection.model<PersonDocument>('Person', person)
export const affiliationModel = (connection: Connection) =>
  connection.model<AffiliationDocument>('Affiliation', affiliation)
export const accessModel = (connection: Connection) => connection.model<AccessDocument>('Access', access)
