import { Schema, type Connection, type mongo } from 'mongoose'
import { isDuplicate } from '../../base/database/index.js'
import { fromText, toText, type Facts } from './facts.js'

/** What is known of one activity or agent. */
interface DescriptionDocument {
  /** Its key (`statements/keys.ts`). */
  _id: string
  facts: string
  /** Counts the writings, so that no writer overwrites what it has not read. */
  revision: number
}

/** Facts as they were read, and which writing they come from; 0: none. */
export interface Known {
  facts: Facts
  revision: number
}

export interface DescriptionStore {
  read(keys: string[]): Promise<Map<string, Known>>
  /** Writes what rests on the newest writing. @returns the keys where another writer was faster */
  write(changes: Map<string, Known>): Promise<string[]>
  delete(key: string): Promise<void>
}

const schema = (collection: string) =>
  new Schema<DescriptionDocument>(
    {
      _id: { type: String, required: true },
      facts: { type: String, required: true },
      revision: { type: Number, required: true },
    },
    { collection, versionKey: false, autoIndex: false },
  )

/** @param of the name of the model; its collection is `lrs_activities` or `lrs_agents` */
export function createDescriptionStore(connection: Connection, of: 'activities' | 'agents'): DescriptionStore {
  const name = of === 'activities' ? 'LrsActivity' : 'LrsAgent'
  const model = connection.models[name] ?? connection.model(name, schema(`lrs_${of}`))
  const collection = () => model.collection as unknown as mongo.Collection<DescriptionDocument>

  async function writeOne(key: string, { facts, revision }: Known): Promise<boolean> {
    const change = { facts: toText(facts), revision: revision + 1 }
    if (revision > 0) return (await collection().updateOne({ _id: key, revision }, { $set: change })).matchedCount > 0
    try {
      await collection().insertOne({ _id: key, ...change })
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }

  return {
    async read(keys) {
      const found = await collection()
        .find({ _id: { $in: keys } })
        .toArray()
      return new Map(found.map(({ _id, facts, revision }) => [_id, { facts: fromText(facts), revision }]))
    },

    async write(changes) {
      const results = await Promise.all(
        [...changes].map(async ([key, known]) => ((await writeOne(key, known)) ? [] : [key])),
      )
      return results.flat()
    },

    async delete(key) {
      await collection().deleteOne({ _id: key })
    },
  }
}
