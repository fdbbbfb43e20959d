import request from 'supertest'
import type { Credential } from '../../server/lrs/index.js'
import { castOf, signInAs, type Cast, type Name } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { lrsCredential, testPlatform, type TestPlatform } from '../support/platform.js'

let platform: TestPlatform
let cast: Cast
beforeAll(async () => {
  platform = await testPlatform()
  cast = await castOf(platform.college.accounts, ['amina', 'wanjiru', 'sofia', 'adam'])
})
afterAll(() => platform.close())

const list = '/en/administration/credentials'
const form = `${list}/new`

async function as(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent
}

const credentials = () => platform.college.lrs.credentials
const actsOn = async ({ id }: Credential) =>
  (await platform.college.audit.list({ limit: 1000 })).entries.filter(({ subject }) => subject === id)

/** The keys that a page shows: key and secret. */
const platesIn = ({ text }: request.Response) =>
  [...text.matchAll(/class="code-plate">([^<]+)</g)].map((match) => match[1] ?? '')

async function make(fields: Record<string, string | string[]> = {}) {
  const agent = await as('adam')
  const page = await submit(agent, form, { name: 'Moodle', scopes: 'statements/write', ...fields })
  const [endpoint = '', key = '', secret = ''] = platesIn(page)
  const made = (await credentials().list()).find((one) => one.key === key)
  return { agent, page, endpoint, key, secret, made: made as Credential, path: `${list}/${made?.id}` }
}

describe('an administrator', () => {
  test('makes a credential, whose secret is shown once, kept by no browser, and good', async () => {
    const { agent, page, endpoint, key, secret, made, path } = await make({
      scopes: ['statements/write', 'statements/read/mine'],
      authority: 'lrs@academy.example',
      expires: '2999-12-31',
    })
    expect(page.status).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(endpoint).toBe(`${platform.url}/xapi`)
    expect(made).toMatchObject({
      name: 'Moodle',
      scopes: ['statements/write', 'statements/read/mine'],
      authority: { objectType: 'Agent', name: 'Moodle', mbox: 'mailto:lrs@academy.example' },
      expiresAt: new Date('3000-01-01T00:00:00Z'),
      counts: false,
    })
    expect(await credentials().verify(key, secret)).toMatchObject({ id: made.id })
    expect(await actsOn(made)).toContainEqual(
      expect.objectContaining({
        by: cast.adam.id,
        action: 'credential-made',
        details: { name: 'Moodle', scopes: made.scopes, expires: '3000-01-01T00:00:00.000Z' },
      }),
    )
    for (const address of [list, path, '/en/administration/audit'])
      expect((await agent.get(address).expect(200)).text).not.toContain(secret)
    expect(textOf(await agent.get(path))).toContain('31 December 2999')
  })

  test.each<[string, Record<string, string | string[]>, string]>([
    ['no name', { name: ' ' }, 'Name is missing'],
    ['no scope', { scopes: [] }, 'Choose at least one'],
    ['a scope that is none', { scopes: 'statements' }, 'Choose one of the list'],
    ['an authority that is no agent', { authority: 'Moodle' }, 'no agent as JSON'],
    ['an authority that is a learner', { authority: '5f0c1e4e-3f0b-4c39-8a60-0d8a0f1b8c11' }, 'no account of this'],
    ['a day that is over', { expires: '2020-01-01' }, 'This day is over'],
    ['a day that is none', { expires: '2020-13-01' }, 'This is not a date'],
  ])('is told of %s, and nothing is made', async (_what, fields, told) => {
    const before = await credentials().list()
    const { page } = await make(fields)
    expect(page.status).toBe(422)
    expect(textOf(page)).toContain(told)
    expect(await credentials().list()).toEqual(before)
  })

  test('gives a new secret, and lets the old one be good for a day', async () => {
    const { agent, key, secret, path, made } = await make()
    const page = await submit(agent, path, { keep: '24' }, { action: `${path}/secret` })
    expect(page.headers['cache-control']).toBe('no-store')
    const [, , fresh = ''] = platesIn(page)
    expect(await credentials().verify(key, fresh)).toBeDefined()
    expect(await credentials().verify(key, secret)).toBeDefined()
    expect(textOf(await agent.get(path))).toContain('The secret before this one is good until')
    expect(await actsOn(made)).toContainEqual(
      expect.objectContaining({
        action: 'credential-rotated',
        details: { name: 'Moodle', keepHours: 24 },
      }),
    )
    await submit(agent, path, { keep: '0' }, { action: `${path}/secret` })
    expect(await credentials().verify(key, fresh)).toBeUndefined()
    expect((await submit(agent, path, { keep: '7' }, { action: `${path}/secret` })).status).toBe(422)
  })

  test('revokes with a reason, once and for all', async () => {
    const { agent, key, secret, path, made } = await make()
    const action = `${path}/revocation`
    const faulty = await submit(agent, path, { reason: 'why' }, { action })
    expect([faulty.status, textOf(faulty)]).toEqual([422, expect.stringContaining('At least 10 characters')])
    expect(await credentials().verify(key, secret)).toBeDefined()
    const reason = 'The secret was seen on a screen.'
    expect((await submit(agent, path, { reason }, { action })).status).toBe(303)
    expect(await credentials().verify(key, secret)).toBeUndefined()
    expect(await actsOn(made)).toContainEqual(expect.objectContaining({ action: 'credential-revoked', reason }))
    const shown = textOf(await agent.get(path))
    expect(shown).toContain(reason)
    expect(shown).not.toContain('Make a new secret')
    expect((await submit(agent, form, { keep: '0' }, { action: `${path}/secret` })).status).toBe(409)
  })

  test('does not say which Party a credential speaks for', async () => {
    const { agent, path } = await make()
    expect(textOf(await agent.get(path))).not.toContain('Tick the box')
    const refused = await submit(agent, path, { party: 'KE', counts: 'yes' }, { action: `${path}/vouching` })
    expect(refused.status).toBe(403)
  })

  test('neither renews nor revokes the credential of the settings', async () => {
    const agent = await as('adam')
    const ofSettings = (await credentials().list()).find(({ key }) => key === lrsCredential.key)
    const path = `${list}/${ofSettings?.id}`
    expect(textOf(await agent.get(path))).toContain('LRS_API_KEY_DEFAULT')
    for (const [action, fields] of [
      ['secret', { keep: '0' }],
      ['revocation', { reason: 'Long enough a reason.' }],
    ] as const)
      expect((await submit(agent, form, fields, { action: `${path}/${action}` })).status).toBe(409)
    expect(await credentials().verify(lrsCredential.key, lrsCredential.secret)).toBeDefined()
  })

  test('finds nothing under an id that is nobody’s', async () => {
    const agent = await as('adam')
    await agent.get(`${list}/x`).set('Accept', 'text/html').expect(404)
    await agent.get(`${list}/5f0c1e4e-3f0b-4c39-8a60-0d8a0f1b8c11`).set('Accept', 'text/html').expect(404)
  })
})

describe('the Secretariat', () => {
  test('says which Party a credential speaks for, and whether it counts', async () => {
    const { path, made } = await make()
    const agent = await as('sofia')
    const action = `${path}/vouching`
    expect((await submit(agent, path, { party: 'KE', counts: 'yes' }, { action })).status).toBe(303)
    expect(await credentials().get(made.id)).toMatchObject({ party: 'KE', counts: true })
    expect(await actsOn(made)).toContainEqual(
      expect.objectContaining({
        by: cast.sofia.id,
        action: 'credential-vouched',
        details: { name: 'Moodle', party: 'KE', counts: true },
      }),
    )
    expect(textOf(await agent.get(list))).toMatch(/Moodle .*Kenya what it stores counts/)
    await submit(agent, path, { party: 'KE' }, { action })
    expect(await credentials().get(made.id)).toMatchObject({ party: 'KE', counts: false })
    const acts = await actsOn(made)
    await submit(agent, path, { party: 'KE' }, { action })
    expect(await actsOn(made)).toEqual(acts)
  })

  test.each([
    [{ counts: 'yes', party: '' }, 'Choose the Party for which'],
    [{ party: 'XX' }, 'Choose one of the list'],
  ])('is told what is wrong with %j', async (fields, told) => {
    const { path, made } = await make()
    const page = await submit(await as('sofia'), path, fields, { action: `${path}/vouching` })
    expect([page.status, textOf(page)]).toEqual([422, expect.stringContaining(told)])
    expect(await credentials().get(made.id)).toMatchObject({ counts: false })
  })

  test('makes, renews and revokes none', async () => {
    const { path } = await make()
    const agent = await as('sofia')
    await agent.get(form).set('Accept', 'text/html').expect(403)
    expect(textOf(await agent.get(path))).not.toMatch(/Make a new secret|Revoke the credential/)
    for (const action of [form, `${path}/secret`, `${path}/revocation`])
      expect((await submit(agent, path, { keep: '0', reason: 'Long enough a reason.' }, { action })).status).toBe(403)
  })
})

test.each(['amina', 'wanjiru'] as const)('%s sees no credential', async (name) => {
  const agent = await as(name)
  for (const path of [list, form]) await agent.get(path).set('Accept', 'text/html').expect(403)
  expect((await agent.get('/en/learning')).text).not.toContain('administration/credentials')
})
