import request from 'supertest'
import { build } from '../server/app.js'
import { openDatabase } from '../server/base/database/index.js'
import { randomId } from '../server/base/ids.js'
import { createLog } from '../server/base/log.js'
import { examination } from '../server/learning/index.js'
import type { Statement } from '../server/xapi/index.js'
import { castOf, password, signInAs, type Cast, type Name } from './support/cast.js'
import { certify, completeModules, takeQuiz } from './support/certify.js'
import { testDatabase } from './support/database.js'
import { submit, textOf } from './support/forms.js'
import { testPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let cast: Cast
/** Joseph's examinations: the first he failed. */
const attempts: string[] = []

beforeAll(async () => {
  platform = await testPlatform()
  const { college, clock } = platform
  cast = await castOf(college.accounts, ['amina', 'joseph', 'wanjiru'])
  await certify(college, cast.amina.id)
  await completeModules(college, cast.joseph.id)
  attempts.push(await takeQuiz(college, cast.joseph.id, examination, false))
  clock.pass(61)
  attempts.push(await takeQuiz(college, cast.joseph.id, examination))
})
afterAll(() => platform.close())

async function as(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent
}

async function codeOf(name: Name): Promise<string> {
  const [certificate] = await platform.college.certificates.of([cast[name].id])
  if (!certificate) throw new Error(`${name} has no certificate`)
  return certificate.code
}

describe('a focal point', () => {
  test('sees who is enrolled and certified', async () => {
    const page = textOf(await (await as('wanjiru')).get('/en/my-party?show=confirmed'))
    expect(page).toMatch(/Amina Otieno Customs .*CITES permits.* completed on .* valid, issued on/)
  })

  test('sees no score, no attempt and no failure', async () => {
    const { text } = await (await as('wanjiru')).get('/en/my-party?show=claimed')
    const [row] = /<tbody[\s\S]*<\/tbody>/.exec(text) ?? []
    expect(row).toContain('Joseph Kiprop')
    expect(row).toContain('valid, issued on')
    expect(row).not.toMatch(/\d\s?%|score|points|attempt|fail/i)
    expect(attempts.filter((attempt) => text.includes(attempt))).toEqual([])
  })
})

test('the export of one’s own data holds what every module keeps, and every statement', async () => {
  const { id, name } = cast.joseph
  const { lrs } = platform.college
  const [{ statement } = { statement: undefined }] = (
    await lrs.find({ agent: { account: { homePage: platform.settings.iriBase, name: id } }, limit: 1 })
  ).statements
  // So that they are more than a page of the record store.
  const more = Array.from({ length: 500 }, () => ({
    ...statement,
    verb: { id: 'https://a.example/read' },
    id: randomId(),
  }))
  await lrs.record(more as Statement[], 'platform')
  const { body } = (await (await as('joseph')).get('/en/profile/data').expect(200)) as {
    body: Record<string, unknown> & { statements: { id: string; actor: { account: { name: string } } }[] }
  }
  expect(body).toMatchObject({
    person: { name },
    affiliations: [{ party: 'KE', agency: 'police' }],
    learning: { enrolments: [{ course: 'permits' }] },
    certificates: [{ code: await codeOf('joseph') }],
  })
  const stored = await kept('statements', { text: new RegExp(id) })
  expect(stored.length).toBeGreaterThan(550)
  expect(body.statements.map((statement) => statement.id).sort()).toEqual(stored.map(({ _id }) => _id).sort())
  expect(body.statements.every(({ actor }) => actor.account.name === id)).toBe(true)
})

test('the export tells the marks of an examination’s questions only where it was passed', async () => {
  type Told = Statement & { context: { extensions: Record<string, string> } }
  const { body } = (await (await as('joseph')).get('/en/profile/data').expect(200)) as { body: { statements: Told[] } }
  const marks = (attempt: string) =>
    body.statements
      .filter(
        ({ verb, context }) => verb.id.endsWith('/answered') && Object.values(context.extensions).includes(attempt),
      )
      .map(({ result }) => [result?.success, result?.score?.max !== undefined])
  const [failed, passed] = attempts.map(marks)
  expect(failed?.length).toBeGreaterThan(5)
  expect(new Set(failed?.flat())).toEqual(new Set([undefined, false]))
  expect(new Set(passed?.flat())).toEqual(new Set([true]))
})

describe('the name on a certificate', () => {
  test('must be one that its fonts can show, and is told so at registration', async () => {
    const form = { name: 'សុខ សំណាង', email: 'sok@example.org', party: 'KH', agency: 'customs', language: 'en' }
    const answer = await submit(request.agent(platform.app), '/en/register', form)
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('cannot show every letter of this name')
  })

  test('is shown before the examination begins', async () => {
    await completeModules(platform.college, cast.wanjiru.id)
    const page = textOf(await (await as('wanjiru')).get('/en/courses/permits/examination'))
    expect(page).toContain('Your certificate will name: Wanjiru Kamau.')
  })
})

describe('erasure', () => {
  const place = { party: 'KE', agency: 'police' } as const
  const figures = async () => (await platform.college.statistics.indicatorOn(platform.clock.now())).indicator

  test('leaves name and address nowhere, and every figure as it was', async () => {
    const { accounts, statistics } = platform.college
    const { id } = cast.joseph
    const reason = 'Joseph Kiprop (joseph@example.org) left the service in March.'
    const rejected = await submit(await as('wanjiru'), `/en/people/${id}/reject`, { ...place, reason })
    expect(rejected.status).toBe(303)
    await accounts.affiliations.claim(id, place)
    await accounts.affiliations.confirm(id, place, { by: cast.wanjiru.id, how: 'focal-point' })
    const before = await figures()
    const counted = before.rows.filter(({ areas }) => areas.permits.confirmed > 0)
    expect(counted).toMatchObject([{ party: { code: 'KE' }, areas: { permits: { confirmed: 2 } } }])
    expect(await whereIsJoseph()).toEqual(expect.arrayContaining(['audit', 'certificates', 'people']))

    const erased = await submit(await as('joseph'), '/en/profile/erasure', { present: password })
    expect([erased.status, erased.headers['location']]).toEqual([303, '/en/erased'])
    expect(await whereIsJoseph()).toEqual([])
    expect(await figures()).toEqual(before)
    expect((await statistics.recount()).differing).toEqual([])
  })

  test('leaves the certificate, valid and without the name', async () => {
    const page = textOf(
      await request(platform.app)
        .get(`/en/verify/${await codeOf('joseph')}`)
        .expect(200),
    )
    expect(page).toContain('This certificate is valid')
    expect(page).toContain('Kenya')
    expect(page).not.toContain('Kiprop')
  })

  test('leaves in the audit who did what', async () => {
    const [entry] = await kept('audit', { action: 'affiliation-rejected' })
    expect(entry).toMatchObject({ by: cast.wanjiru.id, subject: cast.joseph.id, details: place })
  })
})

test('the start makes the indexes that let nothing be there twice', async () => {
  const { address, drop } = await testDatabase()
  const log = createLog('silent')
  // As in production, where no model makes indexes by itself.
  const database = await openDatabase({ dataDir: 'unused', mongodbUri: address, log })
  const { settings, clock } = platform
  const { start, stop } = await build({ settings, clock, log, database })
  await start()
  const unique: Record<string, string[]> = {}
  for (const name of ['people', 'enrolments', 'attempts', 'certificates', 'statements']) {
    // A collection that is not there has none.
    const indexes = await database.connection
      .collection(name)
      .indexes()
      .catch(() => [])
    unique[name] = indexes.filter((index) => index.unique).map(({ key }) => Object.keys(key).join())
  }
  await stop()
  await database.close()
  await drop()
  const quiz = 'account,ref.course,ref.version,ref.quiz'
  expect(unique).toEqual({
    people: ['emailKey'],
    enrolments: ['account,course,version'],
    attempts: [`${quiz},number`, quiz],
    certificates: ['account,course.id,course.version'],
    statements: ['position'],
  })
})

const db = () => platform.connection

const kept = (collection: string, query: object) => db().collection<{ _id: string }>(collection).find(query).toArray()

/** The collections that hold Joseph's name or address anywhere. */
async function whereIsJoseph(): Promise<string[]> {
  const collections = (await db().db?.collections()) ?? []
  const texts = await Promise.all(
    collections.map(async (each) => [each.collectionName, JSON.stringify(await each.find().toArray())] as const),
  )
  return texts.filter(([, text]) => /joseph|kiprop/i.test(text)).map(([name]) => name)
}
