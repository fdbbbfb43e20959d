import * as fc from 'fast-check'
import type { Connection } from 'mongoose'
import { StatementConflict, type Lrs, type LrsError } from '../../server/lrs/index.js'
import { sameStatement, voidedVerb, type Statement } from '../../server/xapi/index.js'
import { empty, lrsDatabase, lrsOn, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let connections: Connection[]
let writers: Lrs[]
beforeAll(async () => {
  database = await lrsDatabase()
  connections = [database.connection, await database.another()]
})
afterAll(() => database.drop())

/** Two processes, as far as the database can tell; what they remember of it is new, too. */
const fresh = async () => {
  await empty(database.connection)
  writers = await Promise.all(connections.map((connection) => lrsOn(connection)))
}

const idAt = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

/** One of a few statements under a few ids, so that many meet: unequal ones, and such as void others. */
const sent = fc
  .record({
    id: fc.integer({ min: 0, max: 9 }),
    variant: fc.integer({ min: 0, max: 4 }),
    target: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ id, variant, target }): Statement => ({
    id: idAt(id),
    actor: { mbox: 'mailto:a@example.org' },
    ...(variant === 0
      ? { verb: { id: voidedVerb }, object: { objectType: 'StatementRef', id: idAt(target) } }
      : { verb: { id: 'http://example.org/v' }, object: { id: `http://example.org/${Math.min(variant, 2)}` } }),
  }))

const requests = fc.array(fc.uniqueArray(sent, { selector: ({ id }) => id, minLength: 1, maxLength: 4 }), {
  minLength: 2,
  maxLength: 14,
})

describe('requests that meet', () => {
  test('each is stored as a whole or not at all, no id has two statements, and what is voided is what was said', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (batches) => {
        await fresh()
        const outcomes = await Promise.allSettled(
          batches.map((batch, index) => writers[index % writers.length]?.record(batch, 'credential:a')),
        )
        const feed = await wholeFeed(writers[0] as Lrs)
        const stored = new Map(feed.map(({ statement }) => [statement.id, statement]))
        expect(feed.map(({ position }) => position)).toEqual(feed.map((_, index) => index + 1))
        expect(stored.size).toBe(feed.length)

        const isStored = (one: Statement) => {
          const other = stored.get(one.id)
          return other !== undefined && sameStatement(one, other)
        }
        const accepted = batches.filter((_, index) => outcomes[index]?.status === 'fulfilled')
        expect(accepted.flat().filter((one) => !isStored(one))).toEqual([])
        // Nothing is there that nobody was told of.
        for (const statement of stored.values())
          expect(accepted.flat().some((one) => sameStatement(one, statement) && one.id === statement.id)).toBe(true)
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.status === 'fulfilled') continue
          expect(outcome.reason).toBeInstanceOf(StatementConflict)
          expect(batches[index]?.every(isStored)).toBe(false)
        }

        const targets = feed.flatMap(({ statement }) =>
          statement.verb.id === voidedVerb ? [String(statement.object.id)] : [],
        )
        for (const { statement, voided } of feed) {
          const isVoided = statement.verb.id !== voidedVerb && targets.includes(statement.id)
          expect(voided).toBe(isVoided)
          expect((await writers[1]?.get(statement.id))?.voided).toBe(isVoided)
        }
        await Promise.all(writers.map((writer) => writer.settled()))
      }),
      { numRuns: 25 },
    )
  })

  test('pages that are read while others write and void hold what was there, once, in order', async () => {
    const plan = fc.record({
      before: fc.integer({ min: 1, max: 12 }),
      limit: fc.integer({ min: 1, max: 4 }),
      ascending: fc.boolean(),
      voided: fc.integer({ min: 0, max: 12 }),
    })
    await fc.assert(
      fc.asyncProperty(plan, async ({ before, limit, ascending, voided }) => {
        await fresh()
        const [reader, writer] = writers as [Lrs, Lrs]
        const first = Array.from({ length: before }, (_, index) => plain(index))
        await reader.record(first, 'credential:a')
        const writing = Promise.all([
          ...Array.from({ length: 5 }, (_, index) => writer.record([plain(100 + index)], 'credential:a')),
          voided < before ? writer.voidStatement(idAt(voided), { by: 'x', reason: 'y' }) : undefined,
        ])
        const seen: { id: string; position: number }[] = []
        const verb = 'http://example.org/v'
        let page = await reader.find({ limit, ascending, verb })
        for (;;) {
          expect(page.statements.length).toBeLessThanOrEqual(limit)
          seen.push(...page.statements.map(({ statement, position }) => ({ id: statement.id, position })))
          if (page.more === undefined) break
          page = await reader.find({ more: page.more })
        }
        await writing
        const positions = seen.map(({ position }) => position)
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => (ascending ? a - b : b - a)))
        const expected = first.map(({ id }) => id).filter((id) => id !== idAt(voided))
        expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining(expected))
        await Promise.all(writers.map((one) => one.settled()))
      }),
      { numRuns: 25 },
    )
  })

  test('a conflict is the same error wherever it is met', async () => {
    await fresh()
    const [one, other] = [plain(1), { ...plain(1), object: { id: 'http://example.org/other' } }]
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 6 }, (_, index) => writers[index % 2]?.record([index % 3 ? one : other], 'credential:a')),
    ])
    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as LrsError] : []))
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(reason).toMatchObject({ status: 409, ids: [one.id] })
    await Promise.all(writers.map((writer) => writer.settled()))
  })
})

const plain = (index: number): Statement => ({
  id: idAt(index),
  actor: { mbox: 'mailto:a@example.org' },
  verb: { id: 'http://example.org/v' },
  object: { id: 'http://example.org/o' },
})
