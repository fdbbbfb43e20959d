import { join } from 'node:path'
import request from 'supertest'
import { readArchive, writeArchive } from '../../server/base/database/index.js'
import { createActivities } from '../../server/lrs/activities/activities.js'
import { createDocumentStore } from '../../server/lrs/documents/store.js'
import { erasersOf, exportersOf } from '../../server/personal-data.js'
import { temporaryFolder } from '../base/database/processes.js'
import { castOf, type Cast } from '../support/cast.js'
import { testDatabase } from '../support/database.js'
import { lrsCredential, testPlatform, type TestPlatform } from '../support/platform.js'
import { documentAt } from './document-address.js'
import { lrsOn, statement } from './support.js'

let platform: TestPlatform
let cast: Cast
beforeAll(async () => {
  platform = await testPlatform()
  await platform.start()
  cast = await castOf(platform.college.accounts, ['amina', 'joseph'])
})
afterAll(() => platform.close())

const iriBase = 'https://college.test'
const agentOf = (account: string) => ({ account: { homePage: iriBase, name: account } })
const call = (method: 'get' | 'put' | 'post', address: string) =>
  request(platform.url)
    [method](address)
    .auth(lrsCredential.key, lrsCredential.secret)
    .set('X-Experience-API-Version', '1.0.3')
const bytes = Buffer.from([0, 255, 1, 254])

async function keepDocuments(account: string): Promise<void> {
  const agent = agentOf(account)
  await call('post', documentAt('state', 'bookmark', { agent }))
    .send({ page: 3 })
    .expect(204)
  await call('put', documentAt('agent-profile', 'portrait', { agent }))
    .set({ 'If-None-Match': '*', 'Content-Type': 'image/png' })
    .send(bytes)
    .expect(204)
  const named = statement({ actor: { ...agent, name: `Name of ${account}` } })
  await call('post', '/xapi/statements').send(named).expect(200)
}
const collect = (account: string) =>
  exportersOf(platform.college, iriBase)
    .find(({ name }) => name === 'documents')
    ?.collect(account)

test('what others keep about an account is in its export, and goes with its erasure; others keep theirs', async () => {
  await keepDocuments(cast.amina.id)
  await keepDocuments(cast.joseph.id)
  const own = await collect(cast.amina.id)
  expect(own).toEqual([
    {
      kind: 'state',
      activityId: 'http://example.org/activities/permits',
      id: 'bookmark',
      contentType: 'application/json',
      updated: expect.any(Date),
      encoding: 'utf-8',
      contents: '{"page":3}',
    },
    {
      kind: 'agent-profile',
      id: 'portrait',
      contentType: 'image/png',
      updated: expect.any(Date),
      encoding: 'base64',
      contents: bytes.toString('base64'),
    },
  ])

  for (const erase of erasersOf(platform.college, iriBase)) await erase(cast.amina.id)
  expect(await collect(cast.amina.id)).toEqual([])
  const person = (account: string) => call('get', `/xapi/agents?agent=${JSON.stringify(agentOf(account))}`)
  expect((await person(cast.amina.id)).body).not.toHaveProperty('name')
  expect((await person(cast.joseph.id)).body).toHaveProperty('name', [`Name of ${cast.joseph.id}`])
  expect(await collect(cast.joseph.id)).toHaveLength(2)
})

test('a backup holds documents and definitions, byte for byte', async () => {
  const [from, to, folder] = [await testDatabase(), await testDatabase(), await temporaryFolder()]
  const at = new Date()
  const silent = () => undefined
  const lrs = await lrsOn(from.connection)
  const definition = { name: { en: 'described' } }
  await lrs.record([statement({ object: { id: 'http://example.org/a', definition } })], 'platform')
  await lrs.settled()
  const place = { kind: 'state', activityId: 'http://example.org/a', agent: 'mbox:a@example.org', id: '1' } as const
  const written = { contentType: 'image/png', contents: bytes, etag: 'e', updated: at }
  await createDocumentStore(from.connection).replace(place, undefined, written)

  const archive = join(folder.path, 'archive')
  await writeArchive({ connection: from.connection, folder: archive, program: '0', at, progress: silent })
  await readArchive({ connection: to.connection, folder: archive, at, progress: silent })
  expect(await createDocumentStore(to.connection).read(place)).toMatchObject({ ...place, ...written })
  const { definitions } = createActivities({ connection: to.connection })
  expect((await definitions(['http://example.org/a'])).get('http://example.org/a')).toEqual(definition)
  await Promise.all([from.drop(), to.drop(), folder.remove()])
})
