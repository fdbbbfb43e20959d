import type { Connection } from 'mongoose'
import type { Ledger } from './evidence.js'
import { createModels, type LedgerDocument } from './model.js'
import type { LedgerEntry, Lists } from './read.js'

export interface Cursor {
  position: number
  stored: Date | undefined
}

/** One change of the ledgers, at a place of the feed. */
export type Change = { position: number } & ({ entry: LedgerEntry } | { voids: string })

export interface Store {
  cursor(): Promise<Cursor>
  /** Moves forward, never back. */
  moveTo(position: number, stored: Date): Promise<void>
  /** Makes changes in their order; what was made already does nothing. */
  apply(changes: Change[]): Promise<void>
  all(): Promise<Ledger[]>
  /** Forgets everything, to be read anew. */
  clear(): Promise<void>
}

const lists = ['affiliations', 'certificates', 'revocations'] as const satisfies (keyof Lists)[]

export function createStore(connection: Connection): Store {
  const { ledgers, cursors } = createModels(connection)
  return {
    async cursor() {
      const found = await cursors.findById('ledgers').lean()
      return { position: found?.position ?? 0, stored: found?.stored }
    },
    async moveTo(position, stored) {
      await cursors.updateOne({ _id: 'ledgers' }, { $max: { position, stored } }, { upsert: true })
    },
    async apply(changes) {
      if (changes.length === 0) return
      const accounts = [...new Set(changes.flatMap((change) => ('entry' in change ? [change.entry.account] : [])))]
      // First the documents, then the entries: an upsert guarded by a position would collide with what it guards.
      await ledgers.bulkWrite(accounts.map(emptyLedger), { ordered: false })
      await ledgers.bulkWrite(changes.flatMap(write))
    },
    all: async () => (await ledgers.find().lean()).map(toLedger),
    async clear() {
      await cursors.deleteMany({})
      await ledgers.deleteMany({})
    },
  }
}

const emptyLedger = (account: string) => ({
  updateOne: {
    filter: { _id: account },
    update: { $setOnInsert: { position: 0, affiliations: [], certificates: [], revocations: [] } },
    upsert: true,
  },
})

type Update = { updateOne: { filter: Record<string, unknown>; update: Record<string, unknown> } }

function write(change: Change): Update[] {
  if ('voids' in change) return lists.map((list) => pull(list, change.voids))
  const { account, add } = change.entry
  const filter = { _id: account, position: { $lt: change.position } }
  return [{ updateOne: { filter, update: { $set: { position: change.position }, $push: add } } }]
}

const pull = (list: string, statement: string): Update => ({
  updateOne: { filter: { [`${list}.statement`]: statement }, update: { $pull: { [list]: { statement } } } },
})

const toLedger = ({ _id, affiliations, certificates, revocations }: LedgerDocument): Ledger => ({
  account: _id,
  affiliations,
  certificates,
  revocations,
})
