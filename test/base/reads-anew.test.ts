import { Router, type Express } from 'express'
import request from 'supertest'
import { createSite } from '../../server/base/http/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { momentMs } from '../../server/base/recent.js'
import { submit } from '../support/forms.js'
import { testDatabase } from '../support/database.js'

declare module 'express-session' {
  interface SessionData {
    said?: string
  }
}

const database = await testDatabase()

/** One process of several on the same database. */
async function process(): Promise<Express> {
  const pages = Router()
  pages.get('/said', (req, res) => {
    res.page('error', { title: 'said', what: `said ${req.session.said}`, help: '', status: 200, requestId: '' })
  })
  pages.get('/form', (req, res) => {
    const token = (req as unknown as { csrfToken(): string }).csrfToken()
    res.send(`<input name="_csrf" value="${token}">`)
  })
  pages.post('/said', (req, res) => {
    req.session.said = String((req.body as { what: string }).what)
    res.redirect(303, '/en/said')
  })
  pages.post('/out', (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.redirect(303, '/en/said')))
  })
  return createSite({
    ...{ baseUrl: 'http://127.0.0.1', sessionSecret: 'x'.repeat(32), log: createLog('silent') },
    connection: database.connection,
    i18n: await createI18n(),
    isReady: async () => true,
    chrome: () => ({ navigation: [], person: undefined }),
    ...{ withoutSession: [], identify: [], pages: [pages] },
  })
}

const [here, there] = [await process(), await process()]
afterAll(() => database.drop())

/** A browser that comes to either process; `forgetful` does not send the cookie that says it changed something. */
async function browser() {
  const agents = { here: request.agent(here), there: request.agent(there) }
  await submit(agents.here, '/en/form', { what: 'yes' }, { action: '/en/said' })
  const cookies = agents.here.jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
  const [session, changed] = ['session', 'changed'].map((name) =>
    cookies.find((one) => one.name === name)?.toValueString(),
  )
  const get = async (app: Express, cookie: string) => {
    const { text } = await request(app).get('/en/said').set('Cookie', cookie)
    return /said (\w+)/.exec(text.slice(text.indexOf('<main')))?.[1]
  }
  return {
    changed,
    agent: agents.here,
    looks: (app: Express) => get(app, `${session}`),
    looksAfterChange: (app: Express) => get(app, `${session}; ${changed}`),
    post: (app: Express, path: string, token: string) =>
      request(app).post(path).set('Cookie', `${session}`).type('form').send({ _csrf: token, what: 'more' }),
    tokenOf: async () => {
      const { text } = await request(here).get('/en/form').set('Cookie', `${session}`)
      return /value="([^"]+)"/.exec(text)?.[1] ?? ''
    },
  }
}

test('who changed something sees it at once in every process; who only looks, a moment later', async () => {
  const one = await browser()
  expect(await one.looks(there)).toBe('yes')
  expect(await one.looks(here)).toBe('yes')
  await one.post(here, '/en/said', await one.tokenOf()).expect(303)
  expect(await one.looks(here)).toBe('more')
  expect(await one.looks(there)).toBe('yes')
  expect(await one.looksAfterChange(there)).toBe('more')
  await new Promise((resolve) => setTimeout(resolve, momentMs))
  expect(await one.looks(there)).toBe('more')
})

test('a session that ended in another process changes nothing more, not even for a moment', async () => {
  const one = await browser()
  const token = await one.tokenOf()
  expect(await one.looks(there)).toBe('yes')
  await one.post(here, '/en/out', token).expect(303)
  expect(await one.looks(here)).toBe('undefined')
  await one.post(there, '/en/said', token).expect(403)
})

test('the cookie that says so lasts little longer than the memory', async () => {
  const { headers } = await request(here).post('/en/said').type('form').send({})
  const [changed = ''] = headers['set-cookie'] as unknown as string[]
  expect(changed).toMatch(/^changed=1; Max-Age=3; .*HttpOnly; SameSite=Lax$/)
})
