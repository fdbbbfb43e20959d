import request from 'supertest'
import { randomId } from '../../server/base/ids.js'
import type { Statement } from '../../server/xapi/index.js'
import { castOf, signInAs, type Cast, type Name } from '../support/cast.js'
import { certify } from '../support/certify.js'
import { submit, textOf } from '../support/forms.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { fullStatement, statement } from '../xapi/statements.js'

let platform: TestPlatform
let cast: Cast
let partner: { id: string; key: string; secret: string }
beforeAll(async () => {
  platform = await testPlatform()
  cast = await castOf(platform.college.accounts, ['amina', 'sofia', 'adam'])
  await certify(platform.college, cast.amina.id)
  partner = await platform.college.lrs.credentials.create({ name: 'Partner academy' })
})
afterAll(() => platform.close())

async function as(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent
}

const list = '/en/statements'
const address = (query: Record<string, string>) => `${list}?${new URLSearchParams(query).toString()}`
const verb = 'http://example.org/verbs/tested'

/** Sends statements as the partner does. */
const send = (statements: Statement[]) =>
  request(platform.app)
    .post('/xapi/statements')
    .auth(partner.key, partner.secret)
    .set('X-Experience-API-Version', '1.0.3')
    .send(statements)
    .expect(200)

/** The ids of the statements that a page lists. */
const idsIn = ({ text }: request.Response) =>
  [...text.matchAll(/href="\/en\/statements\/([\w-]{36})" aria-label/g)].map((match) => match[1])

const plain = ({ text }: request.Response) => text.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')

const way = (page: request.Response, words: string) => new RegExp(`href="([^"]+)">${words}<`).exec(plain(page))?.[1]

async function openNames(agent: Awaited<ReturnType<typeof as>>) {
  const reason = 'Answering a question of a Party about a record.'
  await submit(agent, '/en/administration/people', { reason }, { action: '/en/administration/people/reason' })
}

const lookUps = async () =>
  (await platform.college.audit.list({ limit: 1000 })).entries.filter(({ action }) => action === 'people-looked-up')

describe('the list of statements', () => {
  test('leads both ways through all of them', async () => {
    const sent = Array.from({ length: 120 }, () => statement({ id: randomId(), verb: { id: verb } }))
    await send(sent)
    const order = sent.map(({ id }) => id).reverse()
    const agent = await as('adam')
    const first = await agent.get(address({ verb }))
    expect(idsIn(first)).toEqual(order.slice(0, 50))
    expect(way(first, 'Newer statements')).toBeUndefined()
    const second = await agent.get(way(first, 'Older statements') ?? '')
    expect(idsIn(second)).toEqual(order.slice(50, 100))
    const third = await agent.get(way(second, 'Older statements') ?? '')
    expect(idsIn(third)).toEqual(order.slice(100))
    expect(way(third, 'Older statements')).toBeUndefined()
    const back = await agent.get(way(third, 'Newer statements') ?? '')
    expect(idsIn(back)).toEqual(order.slice(50, 100))
    const start = await agent.get(way(back, 'Newer statements') ?? '')
    expect(idsIn(start)).toEqual(order.slice(0, 50))
    expect(way(start, 'Newer statements')).toBeUndefined()
  })

  test('finds by course, agent, activity, registration, source and day, and by several at once', async () => {
    const agent = await as('sofia')
    const found = async (query: Record<string, string>) => idsIn(await agent.get(address(query)).expect(200))
    const registration = randomId()
    const object = { id: 'http://example.org/activities/sought' }
    const own = statement({ id: randomId(), object, context: { registration } })
    const mine = statement({ id: randomId(), actor: { mbox: 'mailto:peter@example.org' }, object })
    await send([own, mine])
    expect(await found({ registration })).toEqual([own.id])
    expect(await found({ agent: 'peter@example.org' })).toEqual([mine.id])
    expect(await found({ agent: '{"mbox":"mailto:peter@example.org"}' })).toEqual([mine.id])
    expect(await found({ activity: object.id })).toEqual([mine.id, own.id])
    expect(await found({ activity: object.id, registration })).toEqual([own.id])
    expect((await found({ from: partner.id })).slice(0, 2)).toEqual([mine.id, own.id])
    const ours = await found({ from: 'platform' })
    expect(ours.length).toBeGreaterThan(5)
    expect(ours).not.toContain(own.id)
    const learned = await found({ course: 'permits' })
    expect(learned.length).toBeGreaterThan(5)
    expect(await found({ course: 'permits', agent: cast.amina.id })).toEqual(learned)
    expect(await found({ course: 'permits', agent: cast.adam.id })).toEqual([])
    const today = platform.clock.now().toISOString().slice(0, 10)
    expect(await found({ activity: object.id, since: today, until: today })).toHaveLength(2)
    expect(await found({ activity: object.id, since: '2999-01-01' })).toEqual([])
    expect(await found({ activity: object.id, until: '2001-01-01' })).toEqual([])
  })

  test('an authority is found along an index', async () => {
    const plan = await platform.connection
      .collection('statements')
      .find({ authority: 'account:https://college.test platform', origin: 'platform', voided: { $exists: false } })
      .sort({ position: -1 })
      .explain()
    expect(JSON.stringify(plan['queryPlanner'])).not.toMatch(/COLLSCAN|"stage":"SORT"/)
  })

  test.each([
    [{ agent: 'nobody' }, 'no agent as JSON'],
    [{ verb: 'read' }, 'not an identifier with a scheme'],
    [{ registration: '1' }, 'not a UUID'],
    [{ since: 'soon' }, 'not a date'],
    [{ from: 'elsewhere' }, 'Choose one of the list'],
  ])('says what is wrong with %j', async (query, told) => {
    const page = await (await as('adam')).get(address(query as unknown as Record<string, string>)).expect(422)
    expect(textOf(page)).toContain(told)
  })

  test('a place that is none is the beginning; several of one name are refused', async () => {
    const agent = await as('adam')
    expect(idsIn(await agent.get(address({ verb, before: 'x' })).expect(200))).toHaveLength(50)
    await agent.get(`${list}?verb=a:b&verb=c:d`).expect(422)
  })
})

describe('one statement', () => {
  const secretive = () => ({
    ...fullStatement(),
    id: randomId(),
    actor: { objectType: 'Agent' as const, name: 'Grace Hopper', mbox: 'mailto:grace@navy.example' },
  })

  test('is readable in the reader’s language, with context, result and where it came from', async () => {
    const agent = await as('sofia')
    const [earned] = (await platform.college.lrs.find({ verb: platform.college.vocabulary.verbs.earned.id, limit: 1 }))
      .statements
    const page = await agent.get(`/fr/statements/${earned?.statement.id}`).expect(200)
    expect(textOf(page)).toMatch(/a obtenu .*Contexte .*Partie Kenya Organisme Douanes Affiliation Confirmé/)
    expect(textOf(page)).toContain('le Collège lui-même')
    const sent = secretive()
    await send([sent])
    const foreign = textOf(await agent.get(`${list}/${sent.id}`).expect(200))
    expect(foreign).toContain('Partner academy')
    expect(foreign).toContain('stands')
  })

  test('shows names, and addresses of other systems’ people, only for a recorded reason', async () => {
    const sent = secretive()
    await send([sent])
    const [administrator, secretariat] = [await as('adam'), await as('sofia')]
    for (const agent of [administrator, secretariat])
      for (const path of [address({ from: partner.id }), `${list}/${sent.id}`])
        expect((await agent.get(path).expect(200)).text).not.toMatch(/Hopper|grace@/)
    expect(await lookUps()).toEqual([])
    await openNames(secretariat)
    const open = await secretariat.get(`${list}/${sent.id}`).expect(200)
    expect(open.text).toMatch(/Grace Hopper[\s\S]*grace@navy\.example/)
    expect(await lookUps()).toMatchObject([
      { by: cast.sofia.id, reason: expect.any(String) as string, details: { statement: sent.id } },
    ])
    const [ofAmina] = (
      await platform.college.lrs.find({
        agent: { account: { homePage: platform.settings.iriBase, name: cast.amina.id } },
        limit: 1,
      })
    ).statements
    expect(textOf(await secretariat.get(`${list}/${ofAmina?.statement.id}`))).toContain('Amina Otieno')
    expect((await lookUps()).map(({ subject }) => subject)).toContain(cast.amina.id)
    expect(textOf(await administrator.get(`${list}/${ofAmina?.statement.id}`))).not.toContain('Amina')
  })

  test('that was voided says so, and is found by its id', async () => {
    const [target, voider] = [statement({ id: randomId() }), randomId()]
    const voiding = {
      ...statement({ id: voider, verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } }),
      object: { objectType: 'StatementRef', id: target.id },
    }
    await send([target])
    await send([voiding])
    const agent = await as('adam')
    expect(textOf(await agent.get(`${list}/${target.id}`))).toContain('This statement was voided')
    const { text } = await agent.get(`${list}/${voider}`).expect(200)
    expect(text).toContain(`href="/en/statements/${target.id}"`)
  })
})

describe('the ways to statements', () => {
  test('from a certificate: only for a reason, recorded', async () => {
    const [certificate] = await platform.college.certificates.of([cast.amina.id])
    const path = `/en/statements/of-certificate/${certificate?.code}`
    const agent = await as('sofia')
    expect((await agent.get(`/en/verify/${certificate?.code}`)).text).toContain(path)
    await agent.get(path).set('Accept', 'text/html').expect(403)
    await (await as('adam')).get(path).set('Accept', 'text/html').expect(403)
    await openNames(agent)
    const there = await agent.get(path).expect(303)
    expect(textOf(await agent.get(String(there.headers['location'])))).toContain('earned')
    expect((await lookUps()).map(({ subject }) => subject)).toContain(certificate?.code)
    await agent.get('/en/statements/of-certificate/CVC-0').set('Accept', 'text/html').expect(404)
  })

  test('from a learner, where names are open; from a course', async () => {
    const agent = await as('sofia')
    await openNames(agent)
    const people = plain(await agent.get('/en/administration/people?q=amina'))
    expect(people).toContain(`href="/en/statements?agent=${cast.amina.id}"`)
    const courses = plain(await (await as('adam')).get('/en/administration/courses'))
    expect(courses).toContain('href="/en/statements?course=permits"')
  })
})

test('what could not be stored is seen on a page, with its reason', async () => {
  const agent = await as('adam')
  expect(textOf(await agent.get(`${list}/refused`))).toContain('No statement was refused.')
  const { connection } = platform
  await connection.collection<{ _id: string }>('refused_statements').insertOne({
    ...{ _id: 'digest', text: JSON.stringify(statement()), source: 'enrolments', document: 'd1' },
    ...{ code: 'conflict', reason: 'another statement is stored under the id', at: new Date() },
  } as { _id: string })
  await connection.collection<{ _id: number }>('statement_journal').insertOne({
    ...{ _id: 9_999_999, first: 9_999_999, count: 3, stored: new Date('2000-01-01'), applied: true },
    quarantined: { at: new Date(), reason: 'E11000 duplicate key' },
  } as { _id: number })
  const page = textOf(await agent.get(`${list}/refused`).expect(200))
  expect(page).toContain('conflict another statement is stored under the id')
  expect(page).toContain('enrolments d1')
  expect(page).toMatch(/9999999 .* 3 E11000 duplicate key/)
  expect(textOf(await agent.get(list))).toContain('2 things could not be stored.')
})

test('learners see none of it', async () => {
  const agent = await as('amina')
  for (const path of [list, `${list}/refused`, `${list}/${randomId()}`])
    await agent.get(path).set('Accept', 'text/html').expect(403)
})
