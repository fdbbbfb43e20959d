import type { Connection } from 'mongoose'
import { DatabaseRefused, ensureIndexes, prepareDatabase } from '../../../server/base/database/index.js'
import { migrate, type Migration } from '../../../server/base/database/migrate.js'
import { migrations } from '../../../server/base/database/migrations.js'
import { createLog } from '../../../server/base/log.js'
import { testDatabase } from '../../support/database.js'

const log = createLog('silent')
const clock = { now: () => new Date('2026-11-02T08:00:00Z') }
let database: Awaited<ReturnType<typeof testDatabase>>
let connection: Connection

beforeEach(async () => {
  database = await testDatabase()
  connection = database.connection
})
afterEach(() => database.drop())

const insert = (id: string, before?: () => Promise<void>): Migration => ({
  id,
  describe: `inserts ${id}`,
  async up(to) {
    await before?.()
    await to.collection('trace').insertOne({ id })
  },
})
const trace = async () => (await connection.collection('trace').find().toArray()).map(({ id }) => id as string)
const run = (list: Migration[]) => migrate({ connection, migrations: list, clock, log })

describe('migrations', () => {
  it('are applied once each, in order, also when some were added', async () => {
    expect(await run([insert('0001-a'), insert('0002-b')])).toEqual(['0001-a', '0002-b'])
    expect(await run([insert('0001-a'), insert('0002-b'), insert('0003-c')])).toEqual(['0003-c'])
    expect(await run([insert('0001-a'), insert('0002-b'), insert('0003-c')])).toEqual([])
    expect(await trace()).toEqual(['0001-a', '0002-b', '0003-c'])
  })

  it('of which one fails keep those before it and try it again at the next start', async () => {
    const failing = insert('0002-b', () => Promise.reject(new Error('disk full')))
    await expect(run([insert('0001-a'), failing, insert('0003-c')])).rejects.toThrow('disk full')
    expect(await trace()).toEqual(['0001-a'])
    expect(await run([insert('0001-a'), insert('0002-b'), insert('0003-c')])).toEqual(['0002-b', '0003-c'])
  })

  it('are applied by one of two servers that start together', async () => {
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 100))
    const list = [insert('0001-a', slow), insert('0002-b', slow)]
    const both = await Promise.all([run(list), run(list)])
    expect(both.flat()).toEqual(['0001-a', '0002-b'])
    expect(await trace()).toEqual(['0001-a', '0002-b'])
  })

  it('of a newer program are not worked upon', async () => {
    await run([insert('0001-a'), insert('0002-b')])
    await expect(run([insert('0001-a')])).rejects.toThrow(DatabaseRefused)
    await expect(run([insert('0001-a')])).rejects.toThrow(/newer version.*0002-b/)
  })

  it('of this program have ids that sort in their order', () => {
    const ids = migrations.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
    for (const id of ids) expect(id).toMatch(/^\d{4}-[a-z0-9-]+$/)
  })
})

describe('an installation', () => {
  const prepare = (iriBase: string) => prepareDatabase({ connection, iriBase, clock, log })

  it('keeps the IRI_BASE of its first start', async () => {
    await prepare('https://college.example')
    await prepare('https://college.example')
    const kept = await connection.collection('installation').find().toArray()
    expect(kept).toEqual([{ _id: 'installation', iriBase: 'https://college.example', since: clock.now() }])
  })

  it('refuses another one, and names both', async () => {
    await prepare('https://college.example')
    await expect(prepare('https://moved.example')).rejects.toThrow(DatabaseRefused)
    await expect(prepare('https://moved.example')).rejects.toThrow(
      /https:\/\/moved\.example.*Set IRI_BASE=https:\/\/college\.example/,
    )
  })

  it('cannot be given a base that is no address, by whatever hand', async () => {
    await prepare('https://college.example')
    const change = connection.collection('installation').updateOne({}, { $set: { iriBase: 7 } })
    await expect(change).rejects.toThrow(/validation/)
  })
})

it('creates the indexes that models declare', async () => {
  const { Schema } = (await import('mongoose')).default
  const schema = new Schema({ code: String })
  schema.index({ code: 1 }, { unique: true })
  connection.model('Thing', schema)
  await ensureIndexes(connection)
  const names = (await connection.collection('things').indexes()).map(({ name }) => name)
  expect(names).toContain('code_1')
})
