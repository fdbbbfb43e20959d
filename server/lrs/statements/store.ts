import type { Connection, mongo } from 'mongoose'
import { countKeys, type Keys } from './keys.js'
import { heaviestPage, mostKeysInAll } from './limits.js'
import { keyLists, statementModel, type StatementDocument } from './model.js'
import type { Origin } from '../types.js'
import { voidableBy, type Voiding } from './voiding.js'

/** What `find` looks for: positions and keys, all of which must hold; of each list, any. */
export interface Search {
  above?: number
  below?: number
  /** The key of the agent that answers for them. */
  authority?: string
  origin?: Origin
  /** List by list, the keys of which one must be there. */
  keys: Partial<Keys>
  ascending: boolean
  limit: number
}

/** A statement without the keys by which it is found. */
export type KeptStatement = Omit<StatementDocument, keyof Keys>

/** A statement that refers to another as its object. */
export type Referrer = Pick<StatementDocument, '_id'> & { target: string }

/** The statements in the database. Everything that changes them can be done again without harm. */
export interface StatementStore {
  createIndexes(): Promise<void>
  /** Inserts what is not there yet. */
  insert(documents: StatementDocument[]): Promise<void>
  byId(id: string): Promise<StatementDocument | undefined>
  /** Those that are there, in no order, and never all in memory at once. */
  each(ids: string[]): AsyncIterable<KeptStatement>
  /** The statements from a position on, in order; fewer than asked for where they are large. */
  from(position: number, limit: number): Promise<KeptStatement[]>
  /** @returns at most as many as asked for, and whether more would follow */
  find(search: Search): Promise<{ documents: KeptStatement[]; isCut: boolean }>
  /** Statements whose object is one of these, at most so many. */
  referrersOf(ids: string[], limit: number): Promise<Referrer[]>
  /** The first hundred of the statements that say they void this one, in order. */
  voidersOf(id: string): Promise<KeptStatement[]>
  /** Who voids which of these, each once. */
  voidingsOf(ids: string[]): Promise<Voiding[]>
  /** Marks those that are there, are not voiding statements themselves (Data 2.3.2), and may be voided by who says so. */
  markVoided(voidings: Voiding[]): Promise<void>
  /** The keys of those that are there, by id. */
  keys(ids: string[]): Promise<Map<string, Keys>>
  /** Whether any came with data of this SHA-2. */
  hasAttachment(sha2: string): Promise<boolean>
  /** Adds keys to statements' own, where they do not become too many. */
  addKeys(additions: { _id: string; keys: Keys }[]): Promise<void>
}

type Statements = () => mongo.Collection<StatementDocument>

const keyFields = Object.fromEntries(keyLists.map((list) => [list, 1]))
const withoutKeys = Object.fromEntries(keyLists.map((list) => [list, 0]))

export function createStatementStore(connection: Connection): StatementStore {
  const model = statementModel(connection)
  // The driver's own collection: casting by Mongoose would cost more than everything else on the way of a batch.
  const collection: Statements = () => model.collection as unknown as mongo.Collection<StatementDocument>
  return { createIndexes: () => model.createIndexes(), ...reading(collection), ...writing(collection) }
}

type Writing = 'insert' | 'markVoided' | 'addKeys'

function reading(collection: Statements): Omit<StatementStore, 'createIndexes' | Writing> {
  return {
    byId: async (id) => (await collection().findOne({ _id: id })) ?? undefined,

    each: (ids) => collection().find<KeptStatement>({ _id: { $in: ids } }, { projection: withoutKeys }),

    async from(position, limit) {
      const search = { position: { $gte: position } }
      const cursor = collection().find<KeptStatement>(search, { projection: withoutKeys }).sort({ position: 1 })
      return (await page(cursor.limit(limit), limit)).documents
    },

    find({ limit, ascending, ...search }) {
      const cursor = collection()
        .find<KeptStatement>(filterOf(search), { projection: withoutKeys })
        .sort({ position: ascending ? 1 : -1 })
      return page(cursor.limit(limit + 1), limit)
    },

    referrersOf: (ids, limit) =>
      collection()
        .find<Referrer>({ target: { $in: ids } }, { projection: { target: 1 }, limit })
        .toArray(),

    voidersOf: (target) =>
      collection()
        .find<KeptStatement>({ target, voids: true }, { projection: withoutKeys })
        .sort({ position: 1 })
        .limit(100)
        .toArray(),

    voidingsOf: (ids) =>
      collection()
        .aggregate<Voiding>([
          { $match: { target: { $in: ids }, voids: true } },
          { $group: { _id: { target: '$target', origin: '$origin', authority: '$authority' } } },
          { $replaceRoot: { newRoot: '$_id' } },
        ])
        .toArray(),

    hasAttachment: async (sha2) =>
      (await collection().findOne({ attachments: sha2 }, { projection: { _id: 1 } })) !== null,

    async keys(ids) {
      const found = await collection()
        .find<Keys & { _id: string }>({ _id: { $in: ids } }, { projection: keyFields })
        .toArray()
      return new Map(found.map(({ _id, ...keys }) => [_id, keys]))
    },
  }
}

function writing(collection: Statements): Pick<StatementStore, Writing> {
  return {
    async insert(documents) {
      try {
        await collection().insertMany(documents, { ordered: false })
      } catch (error) {
        // Somebody put this entry of the journal in before: an id is journaled once, so what is there is the same.
        if (!onlyDuplicates(error)) throw error
      }
    },

    async markVoided(voidings) {
      const writes = byStorer(voidings).map(([storer, ids]) => ({
        updateMany: {
          filter: { _id: { $in: ids }, voids: { $exists: false } as const, ...voidableBy(storer) },
          update: { $set: { voided: true as const } },
        },
      }))
      if (writes.length > 0) await collection().bulkWrite(writes, { ordered: false })
    },

    async addKeys(additions) {
      const writes = additions.map(({ _id, keys }) => ({
        updateOne: {
          // Asked of the statement as it is then, so that writers at the same time do not add too many together.
          filter: { _id, $expr: { $lte: [keysNow, mostKeysInAll - countKeys(keys)] } },
          update: { $addToSet: Object.fromEntries(keyLists.map((list) => [list, { $each: keys[list] }])) },
        },
      }))
      if (writes.length > 0) await collection().bulkWrite(writes, { ordered: false })
    },
  }
}

const keysNow = { $add: keyLists.map((list) => ({ $size: `$${list}` })) }

/** Takes documents up to a number and a weight, at least one; the database hands them over some at a time. */
async function page(cursor: AsyncIterable<KeptStatement>, limit: number) {
  const documents: KeptStatement[] = []
  let weight = 0
  for await (const document of cursor) {
    weight += document.text.length
    if (documents.length === limit || (documents.length > 0 && weight > heaviestPage)) return { documents, isCut: true }
    documents.push(document)
  }
  return { documents, isCut: false }
}

/** What is to be voided, by who says so. */
function byStorer(voidings: Voiding[]): [Voiding, string[]][] {
  const grouped = new Map<string, [Voiding, string[]]>()
  for (const voiding of voidings) {
    const key = `${voiding.origin} ${voiding.authority}`
    const group = grouped.get(key) ?? [voiding, []]
    grouped.set(key, group)
    group[1].push(voiding.target)
  }
  return [...grouped.values()]
}

/** Whether everything that was refused was there already. A position that is taken would be a fault of the journal's. */
function onlyDuplicates(error: unknown): boolean {
  const { writeErrors = [] } = error as { writeErrors?: mongo.WriteError | mongo.WriteError[] }
  const refused = [writeErrors].flat()
  return refused.length > 0 && refused.every(({ code, errmsg }) => code === 11000 && errmsg?.includes(' index: _id_ '))
}

function filterOf({
  above,
  below,
  keys,
  authority,
  origin,
}: Omit<Search, 'ascending' | 'limit'>): mongo.Filter<StatementDocument> {
  const position = { ...(above !== undefined && { $gt: above }), ...(below !== undefined && { $lt: below }) }
  const wanted = keyLists.flatMap((list) => {
    const [first, ...others] = keys[list] ?? []
    if (first === undefined) return []
    return [[list, others.length > 0 ? { $in: [first, ...others] } : first] as const]
  })
  return {
    ...Object.fromEntries(wanted),
    ...(authority !== undefined && { authority }),
    ...(origin !== undefined && { origin }),
    ...(Object.keys(position).length > 0 && { position }),
    voided: { $exists: false },
  }
}
