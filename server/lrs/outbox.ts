import type { mongo } from 'mongoose'
import type { Logger } from '../base/log.js'
import type { Statement } from '../xapi/index.js'
import type { Lrs } from './types.js'

/**
 * A document that causes statements holds them as `outbox: string[]`, each the complete JSON of one, written in the
 * same write as the change that causes them. So neither can be lost without the other.
 */
interface WithOutbox {
  _id: string | mongo.ObjectId
  outbox?: string[]
}

/** A collection of whatever documents: the driver's own, or a Mongoose model's `collection`. */
export interface OutboxCollection {
  readonly collectionName: string
  findOne(...of: never[]): unknown
  find(...of: never[]): unknown
  updateOne(...of: never[]): unknown
  createIndex(...of: never[]): unknown
}

export interface Outbox {
  /** Records a document's outbox, then removes from it exactly what was recorded. May be repeated at will. */
  drain(collection: OutboxCollection, id: WithOutbox['_id']): Promise<void>
  /** Lets `sweep` look after the documents of a collection. */
  register(collection: OutboxCollection): void
  /**
   * Drains every outbox that was left behind, and finishes what other writers of the journal left behind. What
   * cannot be recorded stays where it is and is told in the log.
   */
  sweep(): Promise<{ drained: number; failed: number }>
}

/** An index of nothing but the documents with something in their outbox: its one key is always missing, so it stays small. */
const indexName = 'with_outbox'
const index = { 'outbox.none': 1 } as const
const withSomething = { 'outbox.0': { $exists: true } }

/** So many documents are drained at a time: their statements are committed together. */
const atOnce = 50

export function createOutbox(uses: { record: Lrs['record']; help: () => Promise<void>; log: Logger }): Outbox {
  const { record, help, log } = uses
  const registered = new Map<string, { collection: OutboxCollection; indexed?: Promise<string> }>()

  async function drain(collection: OutboxCollection, id: WithOutbox['_id']): Promise<void> {
    const documents = collection as unknown as mongo.Collection<WithOutbox>
    const found = await documents.findOne({ _id: id }, { projection: { outbox: 1 } })
    const texts = found?.outbox ?? []
    if (texts.length === 0) return
    await record(
      texts.map((text) => JSON.parse(text) as Statement),
      'platform',
    )
    await documents.updateOne({ _id: id }, { $pull: { outbox: { $in: texts } } })
  }

  async function sweepOne(collection: OutboxCollection): Promise<{ drained: number; failed: number }> {
    const sum = { drained: 0, failed: 0 }
    const left = (collection as unknown as mongo.Collection<WithOutbox>)
      .find(withSomething, { projection: { _id: 1 } })
      .hint(indexName)
    for await (const group of inGroups(left)) {
      const results = await Promise.allSettled(group.map(({ _id }) => drain(collection, _id)))
      for (const [place, result] of results.entries()) {
        if (result.status === 'fulfilled') sum.drained += 1
        else {
          sum.failed += 1
          const document = { collection: collection.collectionName, id: group[place]?._id }
          log.error({ err: result.reason as unknown, ...document }, 'an outbox cannot be drained')
        }
      }
    }
    return sum
  }

  /** Makes the index of a collection, once; a failure lets the next sweep try again. */
  async function indexOf(entry: { collection: OutboxCollection; indexed?: Promise<string> }): Promise<void> {
    const documents = entry.collection as unknown as mongo.Collection<WithOutbox>
    entry.indexed ??= documents.createIndex(index, { name: indexName, partialFilterExpression: withSomething })
    try {
      await entry.indexed
    } catch (error) {
      delete entry.indexed
      throw error
    }
  }

  return {
    drain,

    register(collection) {
      registered.set(collection.collectionName, { collection })
    },

    async sweep() {
      await help()
      const total = { drained: 0, failed: 0 }
      for (const entry of registered.values()) {
        await indexOf(entry)
        const { drained, failed } = await sweepOne(entry.collection)
        total.drained += drained
        total.failed += failed
      }
      return total
    },
  }
}

async function* inGroups<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < atOnce) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
