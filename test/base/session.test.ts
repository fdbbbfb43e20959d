import { Router, type Express } from 'express'
import request from 'supertest'
import { SessionStore } from '../../server/base/http/session-store.js'
import { createSite } from '../../server/base/http/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

declare module 'express-session' {
  interface SessionData {
    passport?: { user: string }
    count?: number
  }
}

const database = await testDatabase()
const { connection } = database
const clock = movableClock()
const store = new SessionStore(connection, clock)
let app: Express
/** As it is served behind a proxy with TLS. */
let overTls: Express

beforeAll(async () => {
  const pages = Router()
  pages.get('/in', (req, res, next) => {
    req.session.regenerate((error) => {
      req.session.passport = { user: 'amina' }
      if (error) next(error)
      else res.json({})
    })
  })
  pages.get('/count', (req, res) => {
    req.session.count = (req.session.count ?? 0) + 1
    res.json({ user: req.session.passport?.user })
  })
  pages.get('/out', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.json({})))
  })
  const options = {
    ...{ sessionSecret: 'x'.repeat(32), connection, clock, log: createLog('silent'), i18n: await createI18n() },
    isReady: async () => true,
    chrome: () => ({ navigation: [], person: undefined }),
    ...{ withoutSession: [], identify: [], pages: [pages] },
  }
  app = createSite({ ...options, baseUrl: 'http://127.0.0.1' })
  overTls = createSite({ ...options, baseUrl: 'https://college.example' })
})
afterAll(() => database.drop())

async function signedIn() {
  const { headers } = await request(app).get('/en/in')
  const [cookie] = String(headers['set-cookie']).split(';')
  return {
    get: async (path: string) =>
      (
        await request(app)
          .get(path)
          .set('Cookie', cookie ?? '')
      ).body as object,
  }
}

const read = (sid: string) =>
  new Promise((resolve, reject) => {
    store.get(sid, (error, found) => {
      if (error) reject(error as Error)
      else resolve(found ?? undefined)
    })
  })
const done = (call: (callback: (error?: unknown) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    call((error) => (error ? reject(error as Error) : resolve()))
  })
const session = { cookie: { originalMaxAge: null }, passport: { user: 'amina' } } as never

test('signing out cannot be undone by requests that are under way', async () => {
  for (let round = 0; round < 15; round++) {
    const browser = await signedIn()
    expect(await browser.get('/en/count')).toEqual({ user: 'amina' })
    const others = Array.from({ length: 5 }, () => browser.get('/en/count'))
    await Promise.all([...others, browser.get('/en/out')])
    expect(await browser.get('/en/count')).toEqual({})
  }
})

test('a session that was ended is not written anew', async () => {
  await done((callback) => store.set('one', session, callback))
  expect(await read('one')).toMatchObject({ passport: { user: 'amina' } })
  await done((callback) => store.destroy('one', callback))
  await done((callback) => store.set('one', session, callback))
  expect(await read('one')).toBeUndefined()
})

test('a session ends by itself, and the ids in the database open none', async () => {
  await done((callback) => store.set('two', session, callback))
  const ids = await connection.collection<{ _id: string }>('sessions').distinct('_id')
  expect(ids).not.toContain('two')
  clock.pass(12 * 60 - 1)
  expect(await read('two')).toBeDefined()
  clock.pass(2)
  expect(await read('two')).toBeUndefined()
})

describe('over https', () => {
  test('the cookie goes to this host alone, over https alone, to no script and to no other site’s form', async () => {
    const { headers } = await request(overTls).get('/en/in').set('X-Forwarded-Proto', 'https').expect(200)
    const [cookie = ''] = headers['set-cookie'] as unknown as string[]
    const [value, ...attributes] = cookie.split('; ')
    expect(value).toMatch(/^__Host-session=/)
    expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']))
    expect(cookie).not.toMatch(/domain=/i)
  })

  test('no cookie goes out where the proxy says that the reader came by http', async () => {
    const { headers } = await request(overTls).get('/en/in').set('X-Forwarded-Proto', 'http')
    expect(headers['set-cookie']).toBeUndefined()
  })

  test('a proxy that says nothing of it keeps nobody out', async () => {
    const { headers } = await request(overTls).get('/en/in')
    expect(String(headers['set-cookie'])).toMatch(/^__Host-session=.*; Secure/)
  })

  test('browsers are told to come by https only', async () => {
    const { headers } = await request(overTls).get('/en/count')
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/)
    expect(headers['content-security-policy']).toContain('upgrade-insecure-requests')
    expect((await request(app).get('/en/count')).headers['strict-transport-security']).toBeUndefined()
  })
})
