import request from 'supertest'
import { randomId } from '../../server/base/ids.js'
import { buildStatement, type LearningEvent, type Statement } from '../../server/xapi/index.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'

let platform: TestPlatform
let node: { id: string; key: string; secret: string }
beforeAll(async () => {
  platform = await testPlatform()
  node = await platform.college.lrs.credentials.create({ name: 'Offline node', scopes: ['statements/write'] })
})
afterAll(() => platform.close())

const at = new Date('2026-03-01T09:00:00Z')
const moment = new Date('2026-06-01T00:00:00Z')

function events(account: string, party: string, agency = 'customs'): LearningEvent[] {
  const base = { at, account, affiliation: { party, agency, status: 'confirmed' as const }, language: 'en' as const }
  const course = { course: 'permits', version: '1.0.0', areas: ['permits'], registration: randomId() }
  const earned = { certificate: randomId(), term: 1, attempt: randomId(), validUntil: undefined }
  return [
    { ...base, kind: 'affiliated' },
    { ...base, ...course, ...earned, kind: 'earned' },
  ]
}

const say = (account: string, party: string, agency?: string) =>
  events(account, party, agency).map((event) => buildStatement(platform.college.vocabulary, event))

const send = (statements: Statement[]) =>
  request(platform.app)
    .post('/xapi/statements')
    .auth(node.key, node.secret)
    .set('X-Experience-API-Version', '1.0.3')
    .send(statements)
    .expect(200)

const evidence = async (party: string) => (await platform.college.statistics.evidenceOf(party, moment)).counted
const vouch = (party: string | undefined, counts: boolean) =>
  platform.college.lrs.credentials.vouch(node.id, { party, counts })

test('what a credential stores counts from when the Secretariat says so, for its Party alone, until it says otherwise', async () => {
  await send(say(randomId(), 'KE'))
  expect(await evidence('KE')).toEqual([])
  await vouch('KE', true)
  const statements = say(randomId(), 'KE')
  await send(statements)
  await send(say(randomId(), 'GA'))
  expect([await evidence('KE'), await evidence('GA')]).toMatchObject([[{ status: 'confirmed' }], []])
  await vouch('KE', false)
  await send(say(randomId(), 'KE'))
  expect(await evidence('KE')).toHaveLength(1)
  expect(await platform.college.statistics.recount()).toMatchObject({ differing: [] })

  const voiding = {
    ...statements[1]!,
    id: randomId(),
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: statements[1]!.id },
  }
  await send([voiding])
  expect(await evidence('KE')).toEqual([])
  await platform.college.statistics.rebuild()
  expect(await evidence('KE')).toEqual([])
  expect(await platform.college.statistics.recount()).toMatchObject({ differing: [] })
})

test('what is in our vocabulary and yet not sound counts nothing, and holds up nothing', async () => {
  await vouch('RW', true)
  const { extensions } = platform.college.vocabulary
  const [affiliated, earned] = say(randomId(), 'RW') as [Statement, Statement]
  const result = { extensions: { [extensions['valid-until']]: 'one day', [extensions.term]: 1 } }
  await send([affiliated, { ...earned, result }])
  await send(say(randomId(), 'RW', 'wizards'))
  await send(say(randomId(), 'RW'))
  expect(await evidence('RW')).toHaveLength(1)
})
