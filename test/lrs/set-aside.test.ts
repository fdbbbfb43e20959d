import { pino } from 'pino'
import request from 'supertest'
import express from 'express'
import { empty, lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
beforeAll(async () => {
  database = await lrsDatabase()
  await (await lrsOn(database.connection)).settled()
})
beforeEach(async () => {
  await empty(database.connection)
  await mendDatabase()
})
afterAll(() => database.drop())

const taken = '2026-01-01T00:00:00.000Z'

/** Lets the database refuse for good whatever happened at the moment `taken`, but one statement. */
async function breakDatabase(): Promise<void> {
  const name = 'broken'
  const partialFilterExpression = { timestamp: new Date(taken) }
  await database.statements.createIndex({ timestamp: 1 }, { name, unique: true, partialFilterExpression })
}

const mendDatabase = () => database.statements.dropIndex('broken').catch(() => undefined)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('an entry of the journal that cannot be applied', () => {
  test('keeps no server from starting, and holds up nothing that comes later', async () => {
    const [before, poison] = [statement({ timestamp: taken }), statement({ timestamp: taken })]
    const [beside, after] = [statement(), statement()]
    const first = await lrsOn(database.connection)
    await first.record([before], 'platform')
    await breakDatabase()
    // The sender hears of it: it was never acknowledged.
    await expect(first.record([poison, beside], 'platform')).rejects.toThrow('E11000')
    await first.record([after], 'platform')
    await first.settled()

    const told: string[] = []
    const log = pino({ level: 'error' }, { write: (line) => void told.push(line) })
    const lrs = await lrsOn(await database.another(), { log, giveUpAfterMs: 0 })
    expect(await lrs.get(after.id)).toBeDefined()
    for (let round = 0; round < 3; round += 1) {
      await lrs.outbox.sweep()
      await pause(1100)
    }
    const aside = await database.journal.findOne({ _id: 2 })
    expect(aside).toMatchObject({ applied: true, quarantined: { reason: expect.stringContaining('E11000') as string } })
    expect(aside?.statements).toHaveLength(2)
    expect(told.some((line) => line.includes('was set aside'))).toBe(true)

    expect((await wholeFeed(lrs)).map((entry) => entry.statement.id)).toEqual(
      [before, beside, after].map(({ id }) => id),
    )
    const last = statement()
    await lrs.record([last], 'platform')
    expect((await wholeFeed(lrs, 1)).map(({ position }) => position)).toEqual([1, 3, 4, 5])
    await lrs.settled()

    // Every later start says that it is there; sent again, what is in it is stored.
    const again = await lrsOn(await database.another(), { log })
    expect(told.some((line) => line.includes('is set aside'))).toBe(true)
    await mendDatabase()
    await again.record([poison, beside], 'platform')
    expect(await again.get(poison.id)).toMatchObject({ position: 6 })
    await again.settled()
  })

  test('does not hold back the moment up to which everything can be read', async () => {
    const lrs = await lrsOn(database.connection, { giveUpAfterMs: 0 })
    const poison = statement({ timestamp: taken })
    await lrs.record([statement({ timestamp: taken })], 'platform')
    await breakDatabase()
    const failed = new Date()
    for (let round = 0; round < 3; round += 1) {
      await lrs.record([poison], 'platform').catch(() => undefined)
      await lrs.outbox.sweep()
      await pause(1100)
    }
    await pause(600)
    const { key, secret } = await lrs.credentials.create({ name: 'Reader' })
    const answer = await request(express().use('/xapi', lrs.router()))
      .get('/xapi/statements')
      .auth(key, secret)
      .set('X-Experience-API-Version', '1.0.3')
      .expect(200)
    const through = new Date(answer.get('X-Experience-API-Consistent-Through') ?? 0)
    expect(through.getTime()).toBeGreaterThan(failed.getTime())
    await lrs.settled()
  })

  test('is not set aside while the database is only away', async () => {
    const connection = await database.another()
    const lrs = await lrsOn(connection, { giveUpAfterMs: 0 })
    await lrs.record([statement()], 'platform')
    await connection.getClient().close()
    for (let round = 0; round < 4; round += 1) await expect(lrs.record([statement()], 'platform')).rejects.toThrow()
    expect(await database.journal.countDocuments({ quarantined: { $exists: true } })).toBe(0)
  })
})
