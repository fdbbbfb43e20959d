import { createHash } from 'node:crypto'
import type { Connection, mongo } from 'mongoose'
import { refusedModel, type RefusedDocument } from './model.js'

/** A statement of our own that the LRS refused. */
export type RefusedStatement = Omit<RefusedDocument, '_id'>

/** Where refused statements wait for somebody to look into it: nothing that was acknowledged is thrown away. */
export interface RefusedStore {
  createIndexes(): Promise<void>
  /** Keeps a statement; again: does nothing. */
  keep(refused: RefusedStatement): Promise<void>
  /** Every one, the oldest first. */
  each(): AsyncIterable<RefusedStatement>
  list(limit: number): Promise<RefusedStatement[]>
  count(): Promise<number>
  remove(text: string): Promise<void>
}

export function createRefusedStore(connection: Connection): RefusedStore {
  const model = refusedModel(connection)
  const collection = () => model.collection as unknown as mongo.Collection<RefusedDocument>
  const oldestFirst = () =>
    collection()
      .find<RefusedStatement>({}, { projection: { _id: 0 } })
      .sort({ at: 1 })
  return {
    createIndexes: () => model.createIndexes(),
    async keep(refused) {
      await collection().updateOne({ _id: digest(refused.text) }, { $setOnInsert: refused }, { upsert: true })
    },
    each: oldestFirst,
    list: (limit) => oldestFirst().limit(limit).toArray(),
    count: () => collection().estimatedDocumentCount(),
    async remove(text) {
      await collection().deleteOne({ _id: digest(text) })
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
