import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { castOf, signInAs, type Cast, type Name } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { acknowledge, crankyServer, saying, statementsIn } from '../lrs/forwarding-support.js'
import { statement } from '../lrs/support.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'

let platform: TestPlatform
let cast: Cast
let server: Awaited<ReturnType<typeof crankyServer>>
let form: Record<string, string>
const home = '/en/administration/forwarding'

beforeAll(async () => {
  platform = await testPlatform({ settings: { forwardingPrivateHosts: ['127.0.0.1'] } })
  cast = await castOf(platform.college.accounts, ['adam', 'sofia', 'diego', 'amina'])
})
afterAll(() => platform.close())
beforeEach(async () => {
  platform.clock.pass(1)
  server = await crankyServer()
  form = {
    ...{ name: 'Partner', endpoint: server.endpoint, key: 'our key', secret: 'tell nobody', version: '1.0.3' },
    ...{ begin: 'now', origin: 'own', verbs: '', activities: '', parties: 'KE' },
  }
})
afterEach(async () => {
  const { forwarding } = platform.college
  for (const { target } of await forwarding.standings()) await forwarding.remove(target.id)
  await forwarding.settled()
  await server.close()
})

async function signedIn(name: Name) {
  const agent = request.agent(platform.app)
  agent.set('Accept', 'text/html')
  await signInAs(agent, cast[name])
  return agent
}

/** Adds a target. @returns the address of its page */
async function added(agent: Awaited<ReturnType<typeof signedIn>>, fields = form): Promise<string> {
  const { status, headers } = await submit(agent, `${home}/new`, fields)
  expect(status).toBe(303)
  return headers['location'] as string
}

test('an administrator adds a target, sees how it stands, and changes it; the secret is never shown', async () => {
  const adam = await signedIn('adam')
  expect(textOf(await adam.get(home))).toContain('Statements are forwarded to nobody')
  const page = await added(adam)
  const shown = await adam.get(page)
  expect(textOf(shown)).toContain('up to date')
  expect(textOf(shown)).toContain(server.endpoint)
  const change = await adam.get(`${page}/change`)
  expect(change.text).toContain('value="our key"')
  for (const { text } of [shown, change, await adam.get(home)]) expect(text).not.toContain('tell nobody')

  platform.clock.pass(1)
  const answer = await submit(adam, `${page}/change`, { ...form, secret: '', name: 'Other name', begin: '' })
  expect(answer.status).toBe(303)
  expect(textOf(await adam.get(page))).toContain('Other name')
  const { entries } = await platform.college.audit.list({ limit: 2 })
  expect(entries.map(({ action, by }) => [action, by])).toEqual([
    ['forwarding-changed', cast.adam.id],
    ['forwarding-added', cast.adam.id],
  ])
  expect(JSON.stringify(entries)).not.toContain('tell nobody')
})

test.each([
  ['no name', { name: '' }, 'This is needed'],
  ['http to another machine', { endpoint: 'http://lrs.example.org/xapi' }, 'must begin with https://'],
  ['a private address', { endpoint: 'https://192.168.1.1/xapi' }, 'FORWARDING_PRIVATE_HOSTS'],
  ['a private address in disguise', { endpoint: 'https://[::ffff:10.0.0.1]/xapi' }, 'FORWARDING_PRIVATE_HOSTS'],
  ['another way to this machine', { endpoint: 'http://localhost:9/xapi' }, 'FORWARDING_PRIVATE_HOSTS'],
  ['a user in the address', { endpoint: 'https://a:b@lrs.example.org' }, 'not the address of an LRS'],
  ['another protocol', { endpoint: 'file:///etc/passwd' }, 'not the address of an LRS'],
  ['a key with a colon', { key: 'a:b' }, 'This is not valid'],
  ['no secret', { secret: '' }, 'This is needed'],
  ['an unknown version', { version: '3.0.0' }, 'Choose one of the list'],
  ['no beginning', { begin: '' }, 'Choose one of the list'],
  ['a verb that is none', { verbs: 'http://example.org/verbs/one\npassed' }, 'Every line must be an IRI'],
  ['a Party that is none', { parties: 'KE XX' }, 'must be one of a Party'],
])('a form with %s is refused, and shown again without the secret', async (_what, fields, text) => {
  const adam = await signedIn('adam')
  const answer = await submit(adam, `${home}/new`, { ...form, ...fields })
  expect(answer.status).toBe(422)
  expect(textOf(answer)).toContain(text)
  expect(answer.text).not.toContain('tell nobody')
  expect(await platform.college.forwarding.standings()).toEqual([])
})

test('our own address is refused; a new address needs the secret again', async () => {
  const adam = await signedIn('adam')
  const own = await submit(adam, `${home}/new`, { ...form, endpoint: `${platform.url}/xapi` })
  expect(textOf(own)).toContain('own address')
  const page = await added(adam)
  const elsewhere = { ...form, endpoint: 'https://lrs.example.org/xapi', secret: '', begin: '' }
  const answer = await submit(adam, `${page}/change`, elsewhere)
  expect(answer.status).toBe(422)
  expect(textOf(answer)).toContain('the secret is needed again')
})

test('statements go out by themselves; what is refused can be sent again, or dismissed', async () => {
  const adam = await signedIn('adam')
  const page = await added(adam, { ...form, parties: '' })
  const [good, bad, worse] = [statement(), statement(), statement()]
  server.state.answer = (sent, response) => {
    const isBad = statementsIn(sent).some(({ id }) => id === bad.id || id === worse.id)
    return (isBad ? saying(400, '<b>not so</b>') : acknowledge)(sent, response)
  }
  await platform.college.lrs.record([good, bad, worse], 'platform')
  const { forwarding } = platform.college
  const until = async (deadLetters: number) => {
    while ((await forwarding.standings())[0]?.deadLetters !== deadLetters) await pause(50)
    await forwarding.settled()
  }
  await until(2)
  const shown = await adam.get(page)
  expect(textOf(shown)).toContain('Refused statements (2)')
  expect(shown.text).toContain('&lt;b&gt;not so&lt;/b&gt;')

  server.state.answer = acknowledge
  platform.clock.pass(1)
  await submit(adam, page, { statement: bad.id }, { action: `${page}/again` })
  await until(1)
  expect(server.received.flatMap(statementsIn).at(-1)?.id).toBe(bad.id)
  platform.clock.pass(1)
  await submit(adam, page, { statement: worse.id }, { action: `${page}/dismiss` })
  expect(textOf(await adam.get(page))).toContain('None was refused')
  const { entries } = await platform.college.audit.list({ limit: 2 })
  expect(entries.map(({ action, details }) => [action, details['statement']])).toEqual([
    ['forwarding-dismissed', worse.id],
    ['forwarding-sent-again', bad.id],
  ])
})

test('a queue that is paused is told on the list, and goes on when an administrator says so', async () => {
  const adam = await signedIn('adam')
  server.state.answer = saying(401, 'who are you?')
  const page = await added(adam, { ...form, parties: '' })
  await platform.college.lrs.record([statement()], 'platform')
  const { forwarding } = platform.college
  const state = async () => (await forwarding.standings())[0]?.state
  while ((await state()) !== 'paused') await pause(50)
  expect(textOf(await adam.get(home))).toContain('Queues that do not drain')
  expect(textOf(await adam.get(page))).toContain('who are you?')
  server.state.answer = acknowledge
  await submit(adam, page, {}, { action: `${page}/resume` })
  while ((await state()) !== 'up-to-date') await pause(50)

  await submit(adam, page, {}, { action: `${page}/switch` })
  expect(await state()).toBe('off')
  const answer = await submit(adam, page, {}, { action: `${page}/remove` })
  expect(answer.headers['location']).toBe(home)
  expect((await adam.get(page)).status).toBe(404)
})

test.each(['fr', 'es'])('the pages are there in %s', async (language) => {
  const adam = await signedIn('adam')
  const page = (await added(adam)).replace('/en/', `/${language}/`)
  for (const path of [page, `${page}/change`, home.replace('/en/', `/${language}/`)]) {
    const { status, text } = await adam.get(path)
    expect(status).toBe(200)
    expect(text).not.toMatch(/forwarding:[a-z]/)
  }
})

test.each(['sofia', 'diego', 'amina'] as const)('%s sees and does nothing of it', async (name) => {
  const page = await added(await signedIn('adam'))
  const agent = await signedIn(name)
  for (const path of [home, `${home}/new`, page, `${page}/change`]) expect((await agent.get(path)).status).toBe(403)
  for (const path of [`${home}/new`, `${page}/change`, `${page}/remove`, `${page}/switch`, `${page}/dismiss`]) {
    const forced = await submit(agent, '/en/profile', form, { action: path })
    expect(forced.status).toBe(403)
  }
  expect(await platform.college.forwarding.standings()).toMatchObject([{ target: { isOn: true, name: 'Partner' } }])
})

test('what there is not is not found, and an id that is none neither', async () => {
  const adam = await signedIn('adam')
  for (const id of [randomUUID(), 'x', '%7B%24ne%7D']) expect((await adam.get(`${home}/${id}`)).status).toBe(404)
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
