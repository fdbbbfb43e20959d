import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Platform } from '../../server/app.js'
import { createLog } from '../../server/base/log.js'
import { createMailer } from '../../server/base/mail.js'
import { castOf, type Cast } from '../support/cast.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

let database: Awaited<ReturnType<typeof testDatabase>>
let dataDir: string
let platform: Platform
let cast: Cast

beforeAll(async () => {
  database = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'cites-start-'))
  const [clock, log] = [movableClock(), createLog('silent')]
  const settings = {
    ...{ port: 0, host: '127.0.0.1', baseUrl: 'http://127.0.0.1', iriBase: 'https://college.test', dataDir },
    ...{ mongodbUri: undefined, smtpUrl: undefined, sessionSecret: 'x'.repeat(32), logLevel: 'silent' as const },
    lrsDefault: undefined,
  }
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from: 'c@example.org', clock, intoFiles: true })
  const engine = { engine: 'embedded' as const, isAvailable: () => true, answers: async () => true }
  const { connection, drop } = database
  platform = await build({ settings, log, clock, mailer, database: { connection, ...engine, close: drop } })
  cast = await castOf(platform.college.accounts, ['amina', 'joseph', 'diego'])
})
afterAll(async () => {
  await platform.stop()
  await database.drop()
  await rm(dataDir, { recursive: true })
})

const people = () => database.connection.collection<{ _id: string; erasing?: boolean }>('people')
const begin = (account: string) => people().updateOne({ _id: account }, { $set: { erasing: true } })
const left = async () => (await people().find().toArray()).map(({ _id }) => _id).sort()

test('an erasure that a crash cut off is finished by the next start', async () => {
  await begin(cast.amina.id)
  await platform.start()
  expect(await left()).toEqual([cast.joseph.id, cast.diego.id].sort())
})

test('one that cannot be finished now does not hold up the others', async () => {
  await begin(cast.joseph.id)
  await begin(cast.diego.id)
  const failing = async (account: string) => {
    if (account === cast.joseph.id) throw new Error('this one cannot be erased now')
  }
  await platform.college.accounts.ownData.finishErasures([failing])
  expect(await left()).toEqual([cast.joseph.id])
})
