import { createHash } from 'node:crypto'
import type { Connection, mongo } from 'mongoose'
import { isDuplicate } from '../../base/database/index.js'
import { randomId } from '../../base/ids.js'
import {
  documentModel,
  type DocumentContext,
  type DocumentPlace,
  type DocumentRecord,
  type KeptDocument,
} from './model.js'

/** A document without its contents, and the writing it comes from. */
export type Head = Omit<KeptDocument, 'contents'> & { revision: string }

/** What is written in a place. */
export type Contents = Pick<KeptDocument, 'contentType' | 'contents' | 'etag' | 'updated'>

/** The documents in the database. */
export interface DocumentStore {
  createIndexes(): Promise<void>
  head(place: DocumentPlace): Promise<Head | undefined>
  read(place: DocumentPlace): Promise<(KeptDocument & { revision: string }) | undefined>
  /**
   * Puts contents into a place, or, for undefined, empties it, if nobody has written there since.
   * @param seen what was there when it was looked at
   * @returns false where somebody has
   */
  replace(place: DocumentPlace, seen: Pick<Head, 'revision'> | undefined, next: Contents | undefined): Promise<boolean>
  list(context: DocumentContext, since?: Date): Promise<Pick<KeptDocument, 'id' | 'updated'>[]>
  /** Empties a whole context. */
  clear(context: DocumentContext): Promise<void>
  /** All documents of an agent, one at a time. */
  ofAgent(agent: string): AsyncIterable<KeptDocument>
  clearAgent(agent: string): Promise<void>
}

const digest = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
const contextKey = ({ kind, activityId, agent, registration }: DocumentContext) =>
  digest([kind, activityId ?? null, agent ?? null, registration ?? null])
const keyOf = (place: DocumentPlace) => digest([contextKey(place), place.id])

/** Contents as they are sent, not as the database's own kind of bytes. */
const asBuffer = { promoteBuffers: true } as const
type Read = Omit<DocumentRecord, 'contents'> & { contents: Buffer }

export function createDocumentStore(connection: Connection): DocumentStore {
  const model = documentModel(connection)
  const collection = () => model.collection as unknown as mongo.Collection<Omit<DocumentRecord, 'contents'>>

  const insert = async (place: DocumentPlace, written: object): Promise<boolean> => {
    const record = { _id: keyOf(place), context: contextKey(place), ...place, ...written } as DocumentRecord
    try {
      await collection().insertOne(record)
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }

  return {
    createIndexes: () => model.createIndexes(),

    head: async (place) =>
      (await collection().findOne<Head>({ _id: keyOf(place) }, { projection: { contents: 0 } })) ?? undefined,

    read: async (place) => (await collection().findOne<Read>({ _id: keyOf(place) }, asBuffer)) ?? undefined,

    async replace(place, seen, next) {
      const written = next && { ...next, revision: randomId() }
      if (!seen) return written ? insert(place, written) : true
      const same = { _id: keyOf(place), revision: seen.revision }
      if (!written) return (await collection().deleteOne(same)).deletedCount > 0
      return (await collection().updateOne(same, { $set: written as object })).matchedCount > 0
    },

    list: (context, since) =>
      collection()
        .find<Pick<KeptDocument, 'id' | 'updated'>>(
          { context: contextKey(context), ...(since && { updated: { $gt: since } }) },
          { projection: { _id: 0, id: 1, updated: 1 } },
        )
        .sort({ updated: 1 })
        .toArray(),

    async clear(context) {
      await collection().deleteMany({ context: contextKey(context) })
    },

    ofAgent: (agent) => collection().find<Read>({ agent }, asBuffer).sort({ updated: 1 }),

    async clearAgent(agent) {
      await collection().deleteMany({ agent })
    },
  }
}
