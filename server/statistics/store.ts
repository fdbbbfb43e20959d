import type { Connection } from 'mongoose'
import { randomId } from '../base/ids.js'
import type { Ledger } from './evidence.js'
import { createModels, type LedgerDocument } from './model.js'
import type { LedgerEntry, Lists } from './read.js'

/** How far the ledgers of a generation have followed the feed. */
export interface Cursor {
  generation: string
  position: number
  stored: Date | undefined
}

/** One change of the ledgers, at a place of the feed. */
export type Change = { position: number } & ({ entry: LedgerEntry } | { voids: string })

export interface Store {
  /** Of the ledgers that are read. */
  cursor(): Promise<Cursor>
  /** Moves it forward, never back, and only while its generation is the one that is read. */
  moveTo(cursor: Cursor): Promise<void>
  /** Makes changes in their order; what was made already does nothing. */
  apply(generation: string, changes: Change[]): Promise<void>
  /** The ledgers that are read. */
  all(): Promise<Ledger[]>
  /** Begins ledgers beside those that are read, in place of any that were begun before. @returns their start */
  begin(): Promise<Cursor>
  /** Puts the ledgers that were begun in the place of those that are read; drops them where others were begun meanwhile. */
  finish(cursor: Cursor): Promise<void>
}

const lists = ['affiliations', 'certificates', 'revocations'] as const satisfies (keyof Lists)[]

type Models = ReturnType<typeof createModels>
const theCursor = { _id: 'indicator' } as const

export function createStore(connection: Connection): Store {
  const models = createModels(connection)
  const { ledgers, cursors } = models
  const cursor = () => readCursor(models)
  return {
    cursor,
    async moveTo({ generation, position, stored }) {
      await cursors.updateOne({ ...theCursor, generation }, { $max: { position, stored } })
    },
    async apply(generation, changes) {
      if (changes.length === 0) return
      const accounts = [...new Set(changes.flatMap((change) => ('entry' in change ? [change.entry.account] : [])))]
      // First the documents, then the entries: an upsert guarded by a position would collide with what it guards.
      const documents = accounts.map((account) => emptyLedger(generation, account))
      await ledgers.bulkWrite(documents, { ordered: false })
      await ledgers.bulkWrite(changes.flatMap((change) => write(generation, change)))
    },
    async all() {
      for (;;) {
        const { generation } = await cursor()
        const found = await ledgers.find({ generation }).lean()
        // A rebuild that was finished meanwhile may have deleted some of them.
        if ((await cursor()).generation === generation) return found.map(toLedger)
      }
    },
    async begin() {
      await cursor()
      const building = randomId()
      const { generation } = there(await cursors.findOneAndUpdate(theCursor, { $set: { building } }).lean())
      // What other rebuilds left behind: none of them can be finished any more.
      await ledgers.deleteMany({ generation: { $nin: [generation, building] } })
      return { generation: building, position: 0, stored: undefined }
    },
    async finish({ generation, position, stored }) {
      const change = { $set: { generation, position, stored }, $unset: { building: 1 } } as const
      const before = await cursors.findOneAndUpdate({ ...theCursor, building: generation }, change).lean()
      await ledgers.deleteMany({ generation: before ? before.generation : generation })
    },
  }
}

/** The cursor, which is made when it is first asked for. */
async function readCursor({ cursors }: Models): Promise<Cursor> {
  const made = { $setOnInsert: { generation: randomId(), position: 0 } }
  const found =
    (await cursors.findById(theCursor._id).lean()) ??
    (await cursors.findOneAndUpdate(theCursor, made, { upsert: true, returnDocument: 'after' }).lean())
  const { generation, position, stored } = there(found)
  return { generation, position, stored }
}

function there<T>(found: T | null): T {
  if (!found) throw new Error('the cursor of the statistics is missing')
  return found
}

const idOf = (generation: string, account: string) => `${generation} ${account}`

const emptyLedger = (generation: string, account: string) => ({
  updateOne: {
    filter: { _id: idOf(generation, account) },
    update: { $setOnInsert: { generation, account, position: 0, affiliations: [], certificates: [], revocations: [] } },
    upsert: true,
  },
})

type Update = { updateOne: { filter: Record<string, unknown>; update: Record<string, unknown> } }

function write(generation: string, change: Change): Update[] {
  if ('voids' in change) return lists.map((list) => pull(generation, list, change.voids))
  const { account, add } = change.entry
  const filter = { _id: idOf(generation, account), position: { $lt: change.position } }
  return [{ updateOne: { filter, update: { $set: { position: change.position }, $push: add } } }]
}

const pull = (generation: string, list: string, statement: string): Update => ({
  updateOne: { filter: { generation, [`${list}.statement`]: statement }, update: { $pull: { [list]: { statement } } } },
})

const toLedger = ({ account, affiliations, certificates, revocations }: LedgerDocument): Ledger => ({
  account,
  affiliations,
  certificates,
  revocations,
})
