import { Router, type Express } from 'express'
import { pino } from 'pino'
import request from 'supertest'
import { z } from 'zod'
import { checkForm, createSite, parse, rateLimit } from '../../server/base/http/index.js'
import { csrfToken } from '../../server/base/http/csrf.js'
import { createI18n } from '../../server/base/i18n.js'
import { testDatabase } from '../support/database.js'
import { until } from './database/processes.js'

const database = await testDatabase()
let now = new Date('2026-11-21T12:00:00Z')
const clock = { now: () => now }
let ready = true
const logged: string[] = []
let app: Express

const page = { title: 'A title', what: 'What it says', help: '', status: 200, requestId: '' }

beforeAll(async () => {
  const pages = Router()
  pages.get('/form', (req, res) => {
    // The error page has no form of its own: the token that it would hold is made here.
    res.page('error', { ...page, help: csrfToken(req) })
  })
  pages.get('/saved', (req, res) => {
    req.notice('common:signIn')
    res.redirect(303, req.link('/form'))
  })
  pages.post('/form', (req, res) => {
    parse(z.strictObject({ _csrf: z.string(), name: z.string() }), req.body)
    res.redirect(303, req.link('/form'))
  })
  pages.get(
    '/limited',
    rateLimit({ name: 'test', connection: database.connection, clock, limit: 2, windowSeconds: 60 }),
    (_req, res) => {
      res.page('error', page)
    },
  )
  pages.get('/fault', () => {
    throw new Error('a secret of the house')
  })
  pages.get('/away', () => {
    throw Object.assign(new Error('no server'), { name: 'MongoServerSelectionError' })
  })
  app = createSite({
    baseUrl: 'http://127.0.0.1',
    sessionSecret: 'x'.repeat(32),
    connection: database.connection,
    log: pino({ level: 'info' }, { write: (line) => void logged.push(line) }),
    isReady: async () => ready,
    isAvailable: () => ready,
    chrome: () => ({ navigation: [], person: undefined }),
    withoutSession: [],
    identify: [],
    i18n: await createI18n(),
    pages: [pages],
  })
})
afterAll(() => database.drop())

const html = (path: string) => request(app).get(path).set('Accept', 'text/html')

describe('addresses and languages', () => {
  test('/ goes to the language the browser asks for', async () => {
    await request(app).get('/').set('Accept-Language', 'es-MX,es;q=0.9').expect(302).expect('Location', '/es/')
    await request(app).get('/').set('Accept-Language', 'sw').expect('Location', '/en/')
  })

  test.each([
    ['en', 'This page does not exist'],
    ['fr', 'Cette page n’existe pas'],
    ['es', 'Esta página no existe'],
  ])('an unknown address is a page in %s', async (language, title) => {
    const res = await html(`/${language}/nothing-here`).expect(404)
    expect(res.text).toContain(`<html lang="${language}"`)
    expect(res.text).toContain(title)
    expect(res.headers['x-robots-tag']).toBe('noindex')
  })

  test('the language switch stays on the page, its query with it', async () => {
    const res = await html('/fr/form?date=2026-01-01')
    expect(res.text).toContain('href="/es/form?date&#x3D;2026-01-01"')
  })
})

test('an address in capitals is none, rather than one in another language', async () => {
  await html('/EN/form').expect(404)
})

describe('errors', () => {
  test('a fault of ours says nothing of itself, but gives a reference', async () => {
    const res = await html('/en/fault').expect(500)
    expect(res.text).not.toContain('secret of the house')
    expect(res.text).toContain(res.headers['x-request-id'] as string)
  })

  test('a fault of ours is in the log under that reference, with what happened', async () => {
    const from = logged.length
    const res = await html('/en/fault')
    // The line of the request follows when its answer has gone.
    await until(() => logged.length >= from + 2)
    const lines = logged.slice(from).map((line) => JSON.parse(line) as { requestId: string; msg: string })
    expect(lines.map(({ msg }) => msg).sort()).toEqual(['request', 'unforeseen error'])
    for (const { requestId } of lines) expect(requestId).toBe(res.headers['x-request-id'])
    expect(logged.slice(from).join()).toContain('a secret of the house')
  })

  test('a database that is away is 503 with Retry-After', async () => {
    await html('/en/away').expect(503).expect('Retry-After', '5')
  })

  test('programs get JSON', async () => {
    const res = await request(app).get('/en/nothing').set('Accept', 'application/json').expect(404)
    expect(res.body).toMatchObject({ error: 'not-found' })
  })

  test('readiness follows the database, health does not', async () => {
    await request(app).get('/readyz').expect(200)
    ready = false
    await request(app).get('/readyz').expect(503).expect('Retry-After', '5')
    await request(app).get('/healthz').expect(200)
    await html('/en/form').expect(503).expect('Retry-After', '5')
    ready = true
  })
})

describe('forms', () => {
  const visit = async () => {
    const agent = request.agent(app)
    const res = await agent.get('/en/form')
    return { agent, res }
  }
  const token = (text: string) => /<p>([0-9a-f]{64,})<\/p>/.exec(text)?.[1]

  test('a post with the token of its session passes', async () => {
    const { agent, res } = await visit()
    await agent
      .post('/en/form')
      .type('form')
      .send({ name: 'x', _csrf: token(res.text) })
      .expect(303)
  })

  test('a post without the token of its session is refused and told so', async () => {
    const { agent } = await visit()
    const res = await agent
      .post('/en/form')
      .set('Accept', 'text/html')
      .type('form')
      .send({ name: 'x', _csrf: 'guess' })
      .expect(403)
    expect(res.text).toContain('This form has expired')
  })

  test('a body over the limit is 413', async () => {
    const { agent } = await visit()
    const res = await agent
      .post('/en/form')
      .set('Accept', 'text/html')
      .type('form')
      .send({ name: 'x'.repeat(300_000) })
    expect(res.status).toBe(413)
  })

  test('fields that nobody asked for, and objects in place of texts, are refused', async () => {
    const schema = z.strictObject({ email: z.email('not-an-email') })
    expect(checkForm(schema, { email: { $ne: '' } }).faults).toEqual([{ field: 'email', code: 'not-an-email' }])
    expect(checkForm(schema, { email: 'a@b.org', role: 'administrator' }).faults?.[0]?.code).toBe('unknown-field')
    expect(checkForm(schema, {}).faults?.[0]?.field).toBe('email')
  })

  test('a reader who is shown no form gets no session', async () => {
    const res = await html('/en/nothing-here')
    expect(res.text).not.toContain('_csrf')
    expect(res.headers['set-cookie']).toBeUndefined()
  })

  test('a notice is shown once', async () => {
    const agent = request.agent(app)
    await agent.get('/en/saved').expect(303)
    const next = await agent.get('/en/nothing').set('Accept', 'text/html')
    expect(next.text).toContain('role="status"')
    const later = await agent.get('/en/nothing').set('Accept', 'text/html')
    expect(later.text).not.toContain('role="status"')
  })
})

test('the log names neither queries, nor tokens, nor codes of certificates', async () => {
  await html('/en/verify/CVC-AAAA-BBBB-CCCC-DDDD?x=secret')
  await html(`/en/password/choose/${'t'.repeat(43)}`)
  const paths = logged.map((line) => (JSON.parse(line) as { path?: string }).path)
  expect(paths).toContain('/en/verify/…')
  expect(paths).toContain('/en/password/choose/…')
  expect(logged.join()).not.toMatch(/CVC-|x=secret|tttt/)
})

test('headers allow nothing inline and nothing from elsewhere', async () => {
  const res = await html('/en/form')
  const policy = res.headers['content-security-policy'] as string
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe-inline')
  expect(res.text).not.toMatch(/<script(?![^>]*src=)|style=|onclick=/)
})

test('a limit is counted in the database and ends with its window', async () => {
  await html('/en/limited').expect(200)
  await html('/en/limited').expect(200)
  await html('/en/limited').expect(429).expect('Retry-After', '60')
  now = new Date(now.getTime() + 61_000)
  await html('/en/limited').expect(200)
})
