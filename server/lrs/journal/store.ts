import type { Connection, mongo } from 'mongoose'
import { isDuplicate } from '../../base/database/index.js'
import { journalModel, type JournalEntry, type Quarantine } from './model.js'

/** An entry that is not known to be applied, with its statements. */
export type OpenEntry = Required<Omit<JournalEntry, 'quarantined'>>

/** The journal in the database. */
export interface JournalStore {
  createIndexes(): Promise<void>
  /** Commits an entry. @returns false where another writer took its number */
  insert(entry: OpenEntry): Promise<boolean>
  last(): Promise<JournalEntry | undefined>
  /** The entries up to a number that are not known to be applied, oldest first. */
  open(upTo: number, except: number[]): Promise<OpenEntry[]>
  /** Of these entries, the numbers of those that are still not known to be applied. */
  stillOpen(numbers: number[]): Promise<Set<number>>
  /** The moment of storing of the oldest entry that is not known to be applied. */
  oldestOpen(): Promise<Date | undefined>
  /** Notes that entries are applied, and lets go of their statements. */
  markApplied(numbers: number[]): Promise<void>
  /** Sets an entry aside that cannot be applied: it keeps its statements, and nobody waits for it any more. */
  quarantine(number: number, quarantine: Quarantine): Promise<void>
  /** The heads of the entries that were set aside, in order. */
  quarantined(): Promise<JournalEntry[]>
  /** The first position stored after a moment; undefined: there is none yet. */
  firstAfter(moment: Date): Promise<number | undefined>
}

export function createJournalStore(connection: Connection): JournalStore {
  const model = journalModel(connection)
  const collection = () => model.collection as unknown as mongo.Collection<JournalEntry>
  const head = { projection: { statements: 0 } }
  return {
    createIndexes: () => model.createIndexes(),

    async insert(entry) {
      try {
        await collection().insertOne(entry)
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    last: async () => (await collection().find({}, head).sort({ _id: -1 }).limit(1).next()) ?? undefined,

    open: (upTo, except) =>
      collection()
        .find<OpenEntry>({ applied: false, _id: { $lte: upTo, $nin: except } })
        .sort({ _id: 1 })
        .toArray(),

    async stillOpen(numbers) {
      const open = await collection()
        .find({ applied: false, _id: { $in: numbers } }, { projection: { _id: 1 } })
        .toArray()
      return new Set(open.map(({ _id }) => _id))
    },

    async oldestOpen() {
      const open = await collection().find({ applied: false }, head).sort({ _id: 1 }).limit(1).next()
      return open?.stored
    },

    async markApplied(numbers) {
      const change = { $set: { applied: true }, $unset: { statements: 1, quarantined: 1 } } as const
      await collection().updateMany({ _id: { $in: numbers } }, change)
    },

    async quarantine(number, quarantined) {
      await collection().updateOne({ _id: number, applied: false }, { $set: { applied: true, quarantined } })
    },

    quarantined: () =>
      collection()
        .find({ 'quarantined.at': { $exists: true } }, head)
        .sort({ _id: 1 })
        .toArray(),

    async firstAfter(moment) {
      const entry = await collection()
        .find({ stored: { $gt: moment } }, head)
        .sort({ stored: 1 })
        .limit(1)
        .next()
      return entry?.first
    },
  }
}
