import { mongo } from 'mongoose'
import { pino } from 'pino'
import type { Lrs } from '../../server/lrs/index.js'
import { createPauses } from '../../server/lrs/outbox/pauses.js'
import { empty, lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

type Document = { _id: string | mongo.ObjectId; outbox?: string[]; state?: string }

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let collection: mongo.Collection<Document>
beforeAll(async () => (database = await lrsDatabase()))
beforeEach(async () => {
  await empty(database.connection)
  await database.connection.collection('refused_statements').deleteMany({})
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

  test('what is refused for good is set aside, and holds up neither its own document nor others', async () => {
    const taken = statement()
    await lrs.record([taken], 'credential:partner')
    const [before, after, other] = [statement(), statement(), statement()]
    const conflicting = JSON.stringify({ ...taken, verb: { id: 'http://example.org/other' } })
    await collection.insertMany([
      { _id: 'mixed', outbox: [JSON.stringify(before), conflicting, '{', JSON.stringify(after)] },
      { _id: 'good', outbox: [JSON.stringify(other)] },
    ])
    expect(await lrs.outbox.sweep()).toEqual({ drained: 2, failed: 0 })
    expect((await collection.findOne({ _id: 'mixed' }))?.outbox).toEqual([])
    expect((await stored()).sort()).toEqual([taken, before, after, other].map(({ id }) => id).sort())
    expect(await lrs.outbox.refused(10)).toEqual({
      count: 2,
      statements: [
        { text: conflicting, ...from('mixed'), code: 'conflict', reason: expect.stringContaining(taken.id) as string },
        { text: '{', ...from('mixed'), code: 'not-json', reason: expect.any(String) as string },
      ],
    })
    // A person who did something meets no fault, now or later.
    await lrs.outbox.drain(collection, 'mixed')
    await lrs.outbox.retryRefused()
    expect((await lrs.outbox.refused(10)).count).toBe(2)
  })

  test('what was refused is stored once nothing stands against it any more', async () => {
    const one = statement()
    await lrs.record([one], 'credential:partner')
    const ours = { ...one, verb: { id: 'http://example.org/other' } }
    await collection.insertOne({ _id: 'a', outbox: [JSON.stringify(ours)] })
    await lrs.outbox.drain(collection, 'a')
    await lrs.settled()
    await empty(database.connection)
    lrs = await lrsOn(database.connection)
    await lrs.outbox.retryRefused()
    expect((await lrs.outbox.refused(10)).count).toBe(0)
    expect((await lrs.get(one.id))?.statement.verb.id).toBe('http://example.org/other')
  })

  test('what keeps failing stays, is tried again after a pause, is told once, and holds up nobody else', async () => {
    const told: string[] = []
    const log = pino({ level: 'error' }, { write: (line) => void told.push(line) })
    lrs = await lrsOn(database.connection, { log })
    lrs.outbox.register(collection)
    // No text, which nobody expects: whatever is tried with it fails.
    const broken = { _id: 'broken', outbox: [5] } as unknown as Document
    await collection.insertMany([broken, { _id: 'good', outbox: [JSON.stringify(statement())] }])
    expect(await lrs.outbox.sweep()).toEqual({ drained: 1, failed: 1 })
    for (let round = 0; round < 3; round += 1) expect(await lrs.outbox.sweep()).toEqual({ drained: 0, failed: 0 })
    expect(told).toHaveLength(1)
    expect(await collection.findOne({ _id: 'broken' })).toEqual(broken)
  })

  test('the pauses grow to an hour, and begin anew after a success', () => {
    let now = 0
    const pauses = createPauses(() => now)
    const waits = Array.from({ length: 12 }, () => {
      pauses.failed('a')
      const from = now
      while (!pauses.isDue('a')) now += 2_500
      return (now - from) / 1000
    })
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40])
    expect(waits.at(-1)).toBe(3600)
    expect(pauses.isDue('b')).toBe(true)
    pauses.succeeded('a')
    expect(pauses.failed('a')).toBe(1)
  })
})

const from = (document: string) => ({ source: 'attempts', document, at: expect.any(Date) as Date })
