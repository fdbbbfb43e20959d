import type { Connection, mongo } from 'mongoose'
import type { Keys } from './keys.js'
import { keyLists, statementModel, type StatementDocument } from './model.js'

/** What `find` looks for: positions and keys, all of which must hold; of each list, any. */
export interface Search {
  above?: number
  below?: number
  /** List by list, the keys of which one must be there. */
  keys: Partial<Keys>
  ascending: boolean
  limit: number
}

/** A statement that refers to another as its object. */
export type Referrer = Pick<StatementDocument, '_id' | 'voids'> & { target: string }

/** The statements in the database. Everything that changes them can be done again without harm. */
export interface StatementStore {
  createIndexes(): Promise<void>
  /** Inserts what is not there yet. */
  insert(documents: StatementDocument[]): Promise<void>
  byId(id: string): Promise<StatementDocument | undefined>
  /** The JSON of those that are there, by id. */
  texts(ids: string[]): Promise<Map<string, string>>
  /** The statements from a position on, in order. */
  from(position: number, limit: number): Promise<StatementDocument[]>
  find(search: Search): Promise<StatementDocument[]>
  /** The statements whose object is one of these. */
  referrersOf(ids: string[]): Promise<Referrer[]>
  /** Marks those that are there and are not voiding statements themselves (Data 2.3.2). */
  markVoided(ids: string[]): Promise<void>
  /** The keys of those that are there, by id. */
  keys(ids: string[]): Promise<Map<string, Keys>>
  /** Adds keys to a statement's own. @returns whether any was new */
  addKeys(id: string, keys: Keys): Promise<boolean>
}

export function createStatementStore(connection: Connection): StatementStore {
  const model = statementModel(connection)
  // The driver's own collection: casting by Mongoose would cost more than everything else on the way of a batch.
  const collection = () => model.collection as unknown as mongo.Collection<StatementDocument>
  const keyFields = Object.fromEntries(keyLists.map((list) => [list, 1]))
  return {
    createIndexes: () => model.createIndexes(),

    async insert(documents) {
      try {
        await collection().insertMany(documents, { ordered: false })
      } catch (error) {
        // Somebody put this entry of the journal in before: an id is journaled once, so what is there is the same.
        if (!onlyDuplicates(error)) throw error
      }
    },

    byId: async (id) => (await collection().findOne({ _id: id })) ?? undefined,

    async texts(ids) {
      const found = await collection()
        .find({ _id: { $in: ids } }, { projection: { text: 1 } })
        .toArray()
      return new Map(found.map(({ _id, text }) => [_id, text]))
    },

    from: (position, limit) =>
      collection()
        .find({ position: { $gte: position } })
        .sort({ position: 1 })
        .limit(limit)
        .toArray(),

    find: ({ limit, ascending, ...search }) =>
      collection()
        .find(filterOf(search))
        .sort({ position: ascending ? 1 : -1 })
        .limit(limit)
        .toArray(),

    referrersOf: (ids) =>
      collection()
        .find<Referrer>({ target: { $in: ids } }, { projection: { voids: 1, target: 1 } })
        .toArray(),

    async markVoided(ids) {
      await collection().updateMany({ _id: { $in: ids }, voids: { $exists: false } }, { $set: { voided: true } })
    },

    async keys(ids) {
      const found = await collection()
        .find<Keys & { _id: string }>({ _id: { $in: ids } }, { projection: keyFields })
        .toArray()
      return new Map(found.map(({ _id, ...keys }) => [_id, keys]))
    },

    async addKeys(id, keys) {
      const added = Object.fromEntries(keyLists.map((list) => [list, { $each: keys[list] }]))
      const { modifiedCount } = await collection().updateOne({ _id: id }, { $addToSet: added })
      return modifiedCount > 0
    },
  }
}

/** Whether everything that was refused was there already. A position that is taken would be a fault of the journal's. */
function onlyDuplicates(error: unknown): boolean {
  const { writeErrors = [] } = error as { writeErrors?: mongo.WriteError | mongo.WriteError[] }
  const refused = [writeErrors].flat()
  return refused.length > 0 && refused.every(({ code, errmsg }) => code === 11000 && errmsg?.includes(' index: _id_ '))
}

function filterOf({ above, below, keys }: Pick<Search, 'above' | 'below' | 'keys'>): mongo.Filter<StatementDocument> {
  const position = { ...(above !== undefined && { $gt: above }), ...(below !== undefined && { $lt: below }) }
  const wanted = keyLists.flatMap((list) => {
    const [first, ...others] = keys[list] ?? []
    if (first === undefined) return []
    return [[list, others.length > 0 ? { $in: [first, ...others] } : first] as const]
  })
  return {
    ...Object.fromEntries(wanted),
    ...(Object.keys(position).length > 0 && { position }),
    voided: { $exists: false },
  }
}
