import { Schema, type Connection, type Model } from 'mongoose'
import type { StatementDocument } from '../statements/model.js'

/** Why an entry was set aside. */
export interface Quarantine {
  at: Date
  reason: string
}

/**
 * One entry of the journal: the statements that were committed together. Writing it is the commit; putting its
 * statements into their collection only makes them readable, and can be done by anybody, at any time, again.
 */
export interface JournalEntry {
  /** 1, 2, 3 … without a gap. */
  _id: number
  /** The position of its first statement; the others follow. */
  first: number
  count: number
  /** When its statements were stored: later than every entry before. */
  stored: Date
  /** Whether nothing is to be done with it any more: its statements are readable, and no longer in it. */
  applied: boolean
  /** It could not be applied, and keeps its statements for whoever finds out why; the others go on without it. */
  quarantined?: Quarantine
  statements?: StatementDocument[]
}

const quarantine = new Schema<Quarantine>(
  { at: { type: Date, required: true }, reason: { type: String, required: true } },
  { _id: false },
)
const schema = new Schema<JournalEntry>(
  {
    _id: { type: Number, required: true },
    first: { type: Number, required: true },
    count: { type: Number, required: true },
    stored: { type: Date, required: true },
    applied: { type: Boolean, required: true },
    quarantined: quarantine,
    statements: [Schema.Types.Mixed],
  },
  { collection: 'statement_journal', versionKey: false, autoIndex: false },
)
schema.index({ applied: 1 }, { partialFilterExpression: { applied: false } })
schema.index({ 'quarantined.at': 1 }, { partialFilterExpression: { 'quarantined.at': { $exists: true } } })
schema.index({ stored: 1 })

export const journalModel = (connection: Connection): Model<JournalEntry> =>
  connection.model<JournalEntry>('StatementJournal', schema)
