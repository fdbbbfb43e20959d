import { randomUUID } from 'node:crypto'
import { StatementConflict, InvalidStatement } from '../../server/lrs/index.js'
import type { Statement } from '../../server/xapi/index.js'
import { empty, fullStatement, handClock, iriBase, lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
beforeAll(async () => (database = await lrsDatabase()))
beforeEach(() => empty(database.connection))
afterAll(() => database.drop())

describe('recording', () => {
  test('a statement comes back as it was sent, with what the LRS adds', async () => {
    const clock = handClock()
    const lrs = await lrsOn(database.connection, { clock })
    const sent = fullStatement()
    await lrs.record([sent], 'platform')
    expect(await lrs.get(sent.id.toUpperCase())).toEqual({
      position: 1,
      stored: clock.now(),
      origin: 'platform',
      voided: false,
      statement: {
        ...sent,
        timestamp: '2026-11-20T07:30:00.123Z',
        stored: '2026-11-21T10:00:00.000Z',
        authority: { objectType: 'Agent', account: { homePage: iriBase, name: 'platform' } },
      },
    })
    await lrs.settled()
  })

  test('what was not sent is set: id, timestamp, version, lists of context activities', async () => {
    const clock = handClock()
    const lrs = await lrsOn(database.connection, { clock })
    const context = { contextActivities: { parent: { id: 'http://example.org/p' } } }
    const sent = { ...statement(), context } as unknown as Statement
    Reflect.deleteProperty(sent, 'id')
    await lrs.record([sent], 'credential:one')
    const [entry] = await lrs.feed(0, 10)
    expect(entry?.origin).toBe('credential:one')
    expect(entry?.statement).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      timestamp: '2026-11-21T10:00:00.000Z',
      version: '1.0.0',
      context: { contextActivities: { parent: [{ id: 'http://example.org/p' }] } },
    })
    await lrs.settled()
  })

  test('all or nothing: a fault or a conflict in a batch stores none of it', async () => {
    const lrs = await lrsOn(database.connection)
    const first = statement()
    await lrs.record([first], 'platform')
    const other = { ...first, verb: { id: 'http://example.org/other' } }
    const conflict = lrs.record([statement(), other, statement()], 'platform')
    await expect(conflict).rejects.toThrow(StatementConflict)
    await expect(conflict).rejects.toMatchObject({ ids: [first.id] })
    const faulty = { ...statement(), verb: {} } as Statement
    await expect(lrs.record([statement(), faulty], 'platform')).rejects.toThrow(InvalidStatement)
    expect((await wholeFeed(lrs)).map((entry) => entry.statement.id)).toEqual([first.id])
    await lrs.settled()
  })

  test('what is sent twice counts once, in whatever form, also within a batch', async () => {
    const lrs = await lrsOn(database.connection)
    const sent = fullStatement()
    const again = { ...sent, id: sent.id.toUpperCase(), timestamp: '2026-11-20T07:30:00.123Z' }
    await lrs.record([sent, structuredClone(sent)], 'platform')
    await lrs.record([again, statement()], 'credential:other')
    const entries = await wholeFeed(lrs)
    expect(entries).toHaveLength(2)
    expect(entries[0]).toMatchObject({ origin: 'platform', statement: { id: sent.id } })
    await lrs.settled()
  })

  test('requests of the same moment: each has its own success or conflict, the first of an id wins', async () => {
    const lrs = await lrsOn(database.connection)
    const id = randomUUID()
    const variants = ['a', 'b', 'c'].map((name) => statement({ id, object: { id: `http://example.org/${name}` } }))
    const requests = [...variants.map((one) => [statement(), one]), [variants[0] as Statement, statement()]]
    const results = await Promise.allSettled(requests.map((request) => lrs.record(request, 'platform')))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    const entries = await wholeFeed(lrs)
    expect(entries.map(({ position }) => position)).toEqual([1, 2, 3])
    expect(entries.filter((entry) => entry.statement.id === id)).toHaveLength(1)
    await lrs.settled()
  })

  test('`stored` grows even where the clock stands still or goes back', async () => {
    const clock = handClock()
    const lrs = await lrsOn(database.connection, { clock })
    for (const step of [0, 0, -60_000, 5000]) {
      clock.move(step)
      await lrs.record([statement()], 'platform')
    }
    const moments = (await wholeFeed(lrs)).map(({ stored }) => stored.getTime() - Date.parse('2026-11-21T10:00:00Z'))
    expect(moments).toEqual([0, 1, 2, 3])
    await lrs.settled()
  })

  test('hostile keys and texts are kept as they are', async () => {
    const lrs = await lrsOn(database.connection)
    const extensions = JSON.parse(
      '{"http://example.org/$where":{"$gt":"","a.b":1,"__proto__":{"x":1},"constructor":null,"":"\\u0000\\ud800"}}',
    ) as Record<string, unknown>
    const sent = statement({
      result: { extensions },
      actor: { account: { homePage: 'http://a.b', name: '$ne {"$gt":""}' } },
    })
    await lrs.record([sent], 'platform')
    await lrs.record([sent], 'platform')
    const kept = (await lrs.get(sent.id))?.statement
    expect(JSON.stringify(kept?.result)).toBe(JSON.stringify({ extensions }))
    expect((await lrs.find({ agent: sent.actor })).statements).toHaveLength(1)
    await lrs.settled()
  })

  test('a listener hears of what became readable; its error is its own', async () => {
    const heard: number[] = []
    const lrs = await lrsOn(database.connection, {
      onStored: (last) => {
        heard.push(last)
        throw new Error('of the listener')
      },
    })
    await lrs.record([statement(), statement()], 'platform')
    await lrs.record([statement()], 'platform')
    expect(heard).toEqual([2, 3])
    await lrs.settled()
  })

  test('a batch heavier than one entry of the journal is refused before anything is written', async () => {
    const lrs = await lrsOn(database.connection)
    const heavy = () => Array.from({ length: 5 }, () => statement({ result: { response: 'x'.repeat(1_000_000) } }))
    const request = [...heavy(), ...heavy(), ...heavy()]
    await expect(lrs.record(request, 'platform')).rejects.toMatchObject({ status: 413 })
    // Together too heavy for one entry, but sent apart: they become two.
    await Promise.all([heavy(), heavy(), heavy(), [statement()]].map((some) => lrs.record(some, 'platform')))
    const positions = (await wholeFeed(lrs)).map(({ position }) => position)
    expect(positions).toEqual(Array.from({ length: 16 }, (_, index) => index + 1))
    expect(await database.journal.countDocuments()).toBe(2)
    await lrs.settled()
  })
})
