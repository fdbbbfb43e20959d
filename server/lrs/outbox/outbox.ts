import type { mongo } from 'mongoose'
import type { Clock } from '../../base/clock.js'
import type { Logger } from '../../base/log.js'
import type { Statement } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import type { Lrs } from '../types.js'
import { createPauses } from './pauses.js'
import type { RefusedStatement, RefusedStore } from './store.js'

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
  /**
   * Records a document's outbox, then removes from it exactly what was recorded. May be repeated at will.
   * A statement that the LRS refuses for good (a conflict, a fault) holds up no other: it is set aside, see `refused`.
   */
  drain(collection: OutboxCollection, id: WithOutbox['_id']): Promise<void>
  /** Lets `sweep` look after the documents of a collection. */
  register(collection: OutboxCollection): void
  /**
   * Drains every outbox that was left behind, and finishes what other writers of the journal left behind. What
   * cannot be recorded now stays where it is, is told in the log, and is tried again after growing pauses.
   */
  sweep(): Promise<{ drained: number; failed: number }>
  /** The statements of our own that the LRS refused, the oldest first: each is a fault that somebody must look into. */
  refused(limit: number): Promise<{ count: number; statements: RefusedStatement[] }>
  /** Tries the refused ones again, for what refused them may have been mended; says in the log how many remain. */
  retryRefused(): Promise<void>
}

/** An index of nothing but the documents with something in their outbox: its one key is always missing, so it stays small. */
const indexName = 'with_outbox'
const index = { 'outbox.none': 1 } as const
const withSomething = { 'outbox.0': { $exists: true } }

/** So many documents are drained at a time: their statements are committed together. */
const atOnce = 50

interface Uses {
  record: Lrs['record']
  help: () => Promise<void>
  refused: RefusedStore
  clock: Clock
  log: Logger
}

export function createOutbox(uses: Uses): Outbox {
  const { record, help, refused, log } = uses
  const registered = new Map<string, { collection: OutboxCollection; indexed?: Promise<string> }>()
  const drain = createDrain(uses)
  const pauses = createPauses()

  async function tryOne(collection: OutboxCollection, id: WithOutbox['_id']): Promise<boolean> {
    const key = `${collection.collectionName} ${String(id)}`
    try {
      await drain(collection, id)
      pauses.succeeded(key)
      return true
    } catch (error) {
      const failures = pauses.failed(key)
      // Where it comes from is told once; afterwards only that it lasts.
      const what = failures === 1 ? { err: error } : { reason: String(error) }
      log.error({ ...what, failures, collection: collection.collectionName, id }, 'an outbox cannot be drained yet')
      return false
    }
  }

  async function sweepOne(collection: OutboxCollection): Promise<boolean[]> {
    const left = (collection as unknown as mongo.Collection<WithOutbox>)
      .find(withSomething, { projection: { _id: 1 } })
      .hint(indexName)
    const results: boolean[] = []
    for await (const group of inGroups(left)) {
      const due = group.filter(({ _id }) => pauses.isDue(`${collection.collectionName} ${String(_id)}`))
      results.push(...(await Promise.all(due.map(({ _id }) => tryOne(collection, _id)))))
    }
    return results
  }

  return {
    drain,

    register(collection) {
      registered.set(collection.collectionName, { collection })
    },

    async sweep() {
      await help()
      const results: boolean[] = []
      for (const entry of registered.values()) {
        await indexOf(entry)
        results.push(...(await sweepOne(entry.collection)))
      }
      const drained = results.filter(Boolean).length
      return { drained, failed: results.length - drained }
    },

    refused: async (limit) => ({ count: await refused.count(), statements: await refused.list(limit) }),

    async retryRefused() {
      for await (const { text } of refused.each())
        if ((await attempt(record, text)) === undefined) await refused.remove(text)
      const count = await refused.count()
      if (count > 0) log.error({ count }, 'statements of our own stand refused: see the collection refused_statements')
    },
  }
}

function createDrain({ record, refused, clock, log }: Uses): Outbox['drain'] {
  /** Records all together, or, where some are refused, each by itself; those are set aside. */
  async function recordAll(texts: string[], from: Pick<RefusedStatement, 'source' | 'document'>): Promise<void> {
    if ((await attempt(record, ...texts)) === undefined) return
    for (const text of texts) {
      const refusal = await attempt(record, text)
      if (!refusal) continue
      await refused.keep({ text, ...from, ...refusal, at: clock.now() })
      const { code: rule, reason } = refusal
      log.error(
        { ...from, rule, reason, statement: text.slice(0, 1000) },
        'a statement of our own was refused and set aside',
      )
    }
  }

  return async (collection, id) => {
    const documents = collection as unknown as mongo.Collection<WithOutbox>
    const found = await documents.findOne({ _id: id }, { projection: { outbox: 1 } })
    const texts = found?.outbox ?? []
    if (texts.length === 0) return
    await recordAll(texts, { source: collection.collectionName, document: String(id) })
    await documents.updateOne({ _id: id }, { $pull: { outbox: { $in: texts } } })
  }
}

/**
 * Records statements.
 * @returns why not, where that will be so the next time, too
 * @throws whatever may be over the next time
 */
async function attempt(
  record: Lrs['record'],
  ...texts: string[]
): Promise<Pick<RefusedStatement, 'code' | 'reason'> | undefined> {
  try {
    await record(
      texts.map((text) => JSON.parse(text) as Statement),
      'platform',
    )
    return undefined
  } catch (error) {
    if (error instanceof LrsError && error.status < 500) return { code: error.code, reason: error.message }
    if (error instanceof SyntaxError) return { code: 'not-json', reason: error.message }
    throw error
  }
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
