import { build } from '../server/app.js'
import { createLog } from '../server/base/log.js'
import { randomId } from '../server/base/ids.js'
import { statement } from './xapi/statements.js'
import { testPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})
afterAll(() => platform.close())

/** A second process on the same database. */
const another = () =>
  build({
    settings: platform.settings,
    log: createLog('silent'),
    clock: platform.clock,
    database: {
      connection: platform.connection,
      engine: 'embedded',
      isAvailable: () => true,
      answers: async () => true,
      close: async () => undefined,
    },
  })

test('a step of the recovery that fails keeps neither the server from starting nor the others from their work', async () => {
  const second = await another()
  second.college.learning.recover = () => Promise.reject(new Error('a fault of ours'))
  const waiting = statement()
  const document = { _id: randomId(), outbox: [JSON.stringify(waiting)] }
  await platform.connection.collection<{ _id: string }>('enrolments').insertOne(document)
  await second.start()
  expect(await second.college.lrs.get(waiting.id)).toBeDefined()
  await second.stop()
})

test('every process, at every start, makes the same ids of statements', async () => {
  const [first, second] = [platform, await another()]
  const account = randomId()
  const place = { party: 'KE', agency: 'customs' } as const
  const vouched = { by: 'command', how: 'command', at: platform.clock.now() } as const
  // Both tell of the same happening: were the ids different, there would be two statements.
  for (const { college } of [first, second]) {
    await college.accounts.affiliations.confirm(account, place, vouched)
    await platform.connection.collection('affiliations').deleteMany({ _id: account as never })
  }
  const agent = { account: { homePage: platform.settings.iriBase, name: account } }
  expect((await second.college.lrs.find({ agent })).statements).toHaveLength(1)
  await second.stop()
})
