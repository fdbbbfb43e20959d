import { Schema, type Connection, type Model } from 'mongoose'
import type { StatementDocument } from '../statements/model.js'

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
  /** Whether its statements are known to be readable. Then the entry no longer holds them. */
  applied: boolean
  statements?: StatementDocument[]
}

const schema = new Schema<JournalEntry>(
  {
    _id: { type: Number, required: true },
    first: { type: Number, required: true },
    count: { type: Number, required: true },
    stored: { type: Date, required: true },
    applied: { type: Boolean, required: true },
    statements: [Schema.Types.Mixed],
  },
  { collection: 'statement_journal', versionKey: false, autoIndex: false },
)
schema.index({ applied: 1 }, { partialFilterExpression: { applied: false } })
schema.index({ stored: 1 })

export const journalModel = (connection: Connection): Model<JournalEntry> =>
  connection.model<JournalEntry>('StatementJournal', schema)
