import type { Connection, mongo } from 'mongoose'
import type { Clock } from '../../base/clock.js'
import { isDuplicate } from '../../base/database/index.js'
import { attachmentModel, type AttachmentDocument } from './model.js'

/** The data of attachments, by the SHA-2 of their content. */
export interface Attachments {
  createIndexes(): Promise<void>
  /** Keeps data; resolves when they are durable. What is there already is not written again. */
  put(sha2: string, data: Buffer): Promise<void>
  read(sha2: string): Promise<Buffer | undefined>
  /** Lets go of data that came long ago and whose statements were refused. @returns how many were let go of */
  sweep(): Promise<number>
}

/** No request lasts nearly as long, and every committed statement is readable by then. */
const patienceMs = 24 * 3600 * 1000

const sweptAtOnce = 1000

/** @param isUsed whether a statement was stored with these data */
export function createAttachments(uses: {
  connection: Connection
  clock: Clock
  isUsed: (sha2: string) => Promise<boolean>
}): Attachments {
  const model = attachmentModel(uses.connection)
  const collection = () => model.collection as unknown as mongo.Collection<AttachmentDocument>
  return {
    createIndexes: () => model.createIndexes(),

    async put(sha2, data) {
      const pending = uses.clock.now()
      const { matchedCount } = await collection().updateOne({ _id: sha2 }, { $set: { pending } })
      if (matchedCount > 0) return
      try {
        await collection().insertOne({ _id: sha2, data, pending })
      } catch (error) {
        // Somebody else put the same data there meanwhile.
        if (!isDuplicate(error)) throw error
      }
    },

    async read(sha2) {
      const found = await collection().findOne({ _id: sha2.toLowerCase() }, { promoteBuffers: true })
      return found?.data
    },

    async sweep() {
      const before = new Date(uses.clock.now().getTime() - patienceMs)
      const due = await collection()
        .find({ pending: { $lt: before } }, { projection: { pending: 1 }, limit: sweptAtOnce })
        .toArray()
      let gone = 0
      for (const { _id, pending } of due) {
        // Only as it was found: whoever sends the same data just now has renewed the mark.
        const asFound = { _id, ...(pending && { pending }) }
        if (await uses.isUsed(_id)) await collection().updateOne(asFound, { $unset: { pending: 1 } })
        else gone += (await collection().deleteOne(asFound)).deletedCount
      }
      return gone
    },
  }
}
