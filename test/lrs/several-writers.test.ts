import { randomUUID } from 'node:crypto'
import type { Lrs } from '../../server/lrs/index.js'
import type { Statement } from '../../server/xapi/index.js'
import { empty, lrsDatabase, lrsOn, statement, voiding, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let writers: Lrs[]
beforeAll(async () => {
  database = await lrsDatabase()
})
beforeEach(async () => {
  await empty(database.connection)
  // Each on a connection of its own: nothing in common but the database.
  writers = await Promise.all([1, 2, 3, 4].map(async () => lrsOn(await database.another())))
})
afterEach(() => Promise.all(writers.map((lrs) => lrs.settled())))
afterAll(() => database.drop())

const some = (count: number) => Array.from({ length: count }, () => statement())
const writer = (index: number): Lrs => writers[index % writers.length] as Lrs

describe('several writers on one database', () => {
  test('nothing is lost or doubled, positions have no gap, and `stored` follows them', async () => {
    const batches = Array.from({ length: 120 }, (_, index) => some(1 + (index % 5)))
    await Promise.all(batches.map((batch, index) => writer(index).record(batch, 'platform')))
    const entries = await wholeFeed(writer(0), 37)
    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1))
    expect(entries.map((entry) => entry.statement.id).sort()).toEqual(
      batches
        .flat()
        .map(({ id }) => id)
        .sort(),
    )
    const moments = entries.map(({ stored }) => stored.getTime())
    expect(moments).toEqual([...moments].sort((a, b) => a - b))
    // A batch stands together.
    for (const batch of batches) {
      const places = batch.map(({ id }) => entries.findIndex((entry) => entry.statement.id === id))
      expect(Math.max(...places) - Math.min(...places)).toBe(batch.length - 1)
    }
  })

  test('the same statements sent to all of them are stored once, and everybody hears of success', async () => {
    const sent = some(40)
    await Promise.all(writers.flatMap((lrs) => sent.map((one) => lrs.record([one], 'platform'))))
    expect((await wholeFeed(writer(0))).map((entry) => entry.statement.id).sort()).toEqual(
      sent.map(({ id }) => id).sort(),
    )
  })

  test('of different statements with one id exactly one is stored, and its sender alone succeeds', async () => {
    const ids = Array.from({ length: 15 }, () => randomUUID())
    const variant = (id: string, name: number) => statement({ id, object: { id: `http://example.org/${name}` } })
    const sent = ids.flatMap((id) => writers.map((_, index) => [variant(id, index), statement()] as const))
    const results = await Promise.allSettled(sent.map((batch, index) => writer(index).record([...batch], 'platform')))
    for (const id of ids) {
      const winners = sent.filter(([one], index) => one.id === id && results[index]?.status === 'fulfilled')
      expect(winners).toHaveLength(1)
      expect((await writer(1).get(id))?.statement.object).toEqual(winners[0]?.[0].object)
    }
    // Nothing of a refused batch is there.
    expect(await wholeFeed(writer(2))).toHaveLength(ids.length * 2)
  })

  test('a reader of the feed who begins while they write misses nothing and sees nothing twice', async () => {
    const seen: string[] = []
    let position = 0
    let writing = true
    const reader = (async () => {
      for (;;) {
        const last = !writing
        const page = await writer(3).feed(position, 7)
        for (const entry of page) {
          expect(entry.position).toBe(position + 1)
          position = entry.position
          seen.push(entry.statement.id)
        }
        if (last && page.length === 0) return
      }
    })()
    const sent = some(150)
    await Promise.all(sent.map((one, index) => writer(index).record([one], 'platform')))
    writing = false
    await reader
    expect(seen.sort()).toEqual(sent.map(({ id }) => id).sort())
  })

  test('a statement and the one that voids it, from two writers at once: voided in the end, whoever was first', async () => {
    const pairs = some(30).map((one) => [one, voiding(one.id)] as const)
    const requests = pairs.flatMap((pair, index) => (index % 2 ? pair : [...pair].reverse()))
    await Promise.all(requests.map((one: Statement, index) => writer(index).record([one], 'platform')))
    for (const [{ id }] of pairs) expect((await writer(0).get(id))?.voided).toBe(true)
    const entries = await wholeFeed(writer(1))
    expect(entries.filter(({ voided }) => voided)).toHaveLength(30)
  })
})
