import { mongo } from 'mongoose'
import type { Lrs } from '../../server/lrs/index.js'
import { empty, lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

type Document = { _id: string | mongo.ObjectId; outbox?: string[]; state?: string }

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let collection: mongo.Collection<Document>
beforeAll(async () => (database = await lrsDatabase()))
beforeEach(async () => {
  await empty(database.connection)
  collection = database.connection.collection('attempts') as unknown as mongo.Collection<Document>
  await collection.deleteMany({})
  lrs = await lrsOn(database.connection)
  lrs.outbox.register(collection)
})
afterEach(() => lrs.settled())
afterAll(() => database.drop())

const stored = async () => (await wholeFeed(lrs)).map((entry) => entry.statement.id)

describe('the outbox', () => {
  test('draining records the statements, then removes them and nothing else', async () => {
    const sent = [statement(), statement()]
    await collection.insertOne({ _id: 'a', state: 'finished', outbox: sent.map((one) => JSON.stringify(one)) })
    await lrs.outbox.drain(collection, 'a')
    expect(await stored()).toEqual(sent.map(({ id }) => id))
    expect(await collection.findOne({ _id: 'a' })).toEqual({ _id: 'a', state: 'finished', outbox: [] })
    await lrs.outbox.drain(collection, 'a')
    await lrs.outbox.drain(collection, 'nobody')
    expect(await stored()).toHaveLength(2)
  })

  test('a crash between recording and removing, and drains at the same time, double nothing', async () => {
    const one = JSON.stringify(statement())
    await lrs.record([JSON.parse(one)], 'platform')
    await collection.insertOne({ _id: 'a', outbox: [one] })
    await Promise.all([1, 2, 3].map(() => lrs.outbox.drain(collection, 'a')))
    expect(await stored()).toHaveLength(1)
    expect((await collection.findOne({ _id: 'a' }))?.outbox).toEqual([])
  })

  test('a statement that joins the outbox meanwhile stays for the next time', async () => {
    const [first, second] = [statement(), statement()].map((one) => JSON.stringify(one))
    await collection.insertOne({ _id: 'a', outbox: [first ?? ''] })
    const draining = lrs.outbox.drain(collection, 'a')
    await collection.updateOne({ _id: 'a' }, { $push: { outbox: second ?? '' } })
    await draining
    await lrs.outbox.drain(collection, 'a')
    expect(await stored()).toHaveLength(2)
    expect((await collection.findOne({ _id: 'a' }))?.outbox).toEqual([])
  })

  test('a sweep finds what was left behind, in any collection that was registered, by an index', async () => {
    const other = database.connection.collection<Document>('enrolments') as unknown as mongo.Collection<Document>
    lrs.outbox.register(other)
    const left = () => ({ _id: new mongo.ObjectId(), outbox: [JSON.stringify(statement())] })
    await collection.insertMany([...Array.from({ length: 120 }, left), { _id: 'none' }, { _id: 'empty', outbox: [] }])
    await other.insertOne(left())
    expect(await lrs.outbox.sweep()).toEqual({ drained: 121, failed: 0 })
    expect(await stored()).toHaveLength(121)
    expect(await lrs.outbox.sweep()).toEqual({ drained: 0, failed: 0 })
    const search = collection.find({ 'outbox.0': { $exists: true } }).hint('with_outbox')
    const plan = (await search.explain('executionStats')) as { executionStats: { totalKeysExamined: number } }
    expect(plan.executionStats.totalKeysExamined).toBe(0)
  })

  test('what cannot be recorded stays, is told, and holds nobody else up', async () => {
    const one = statement()
    await lrs.record([one], 'platform')
    const conflicting = JSON.stringify({ ...one, verb: { id: 'http://example.org/other' } })
    await collection.insertMany([
      { _id: 'conflict', outbox: [conflicting] },
      { _id: 'broken', outbox: ['{'] },
      { _id: 'good', outbox: [JSON.stringify(statement())] },
    ])
    expect(await lrs.outbox.sweep()).toEqual({ drained: 1, failed: 2 })
    expect((await collection.findOne({ _id: 'conflict' }))?.outbox).toEqual([conflicting])
    await expect(lrs.outbox.drain(collection, 'conflict')).rejects.toMatchObject({ status: 409 })
  })
})
