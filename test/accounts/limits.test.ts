import { password } from '../support/cast.js'
import { submit } from '../support/forms.js'
import { testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  const signIn = { minutes: 15, perAddress: 60, perAccountAndAddress: 10, perAccount: 25 }
  const letters = { minutes: 60, perAddress: 50, perAccountAndAddress: 3, perAccount: 5 }
  const codes = { minutes: 15, perAddress: 100, perAccountAndAddress: 10, perAccount: 100 }
  college = await testCollege({ routes: { limits: { signIn, letters, codes, passwords: codes } } })
})
beforeEach(() => {
  // A window of every limit: each test begins with fresh counters.
  college.clock.pass(61)
})
afterAll(() => college.close())

type Browser = ReturnType<TestCollege['browser']>

/** Tries to sign in from a network address. */
const attempt = (email: string, secret: string, from: string, browser: Browser = college.browser()) =>
  submit(browser, '/en/sign-in', { email, password: secret }, { headers: { 'X-Forwarded-For': from } })

/** Somebody who is signed in sees no form of sign-in: they take the token of another. */
async function attemptSignedIn(browser: Browser, email: string, from: string) {
  const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/en/profile')).text)?.[1]
  const fields = { _csrf: token, email, password: 'a guess, a guess' }
  return browser.post('/en/sign-in').set('X-Forwarded-For', from).type('form').send(fields)
}

describe('signing in', () => {
  test('is limited for an account from one address, and opens again', async () => {
    for (let n = 1; n <= 10; n++)
      expect((await attempt('lucie@example.org', 'a guess', '203.0.113.1')).status).toBe(422)
    const refused = await attempt(' LUCIE@example.org', password, '203.0.113.1')
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '900'])
    college.clock.pass(16)
    expect((await attempt('lucie@example.org', password, '203.0.113.1')).status).toBe(303)
  })

  test('strangers elsewhere do not shut the owner out', async () => {
    for (let n = 1; n <= 12; n++) await attempt('lucie@example.org', 'a guess', '203.0.113.1')
    expect((await attempt('lucie@example.org', password, '203.0.113.2')).status).toBe(303)
  })

  test('is limited for an account from everywhere, at a higher number', async () => {
    for (let n = 0; n < 25; n++)
      expect((await attempt('lucie@example.org', 'a guess', `203.0.113.${n}`)).status).toBe(422)
    expect((await attempt('lucie@example.org', 'a guess', '203.0.113.99')).status).toBe(429)
    // One address that is refused uses up nothing of what others have.
    college.clock.pass(16)
    for (let n = 0; n < 30; n++) await attempt('lucie@example.org', 'a guess', '203.0.113.1')
    expect((await attempt('lucie@example.org', password, '203.0.113.2')).status).toBe(303)
  })

  test('counts anew after a success', async () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 9; n++)
        expect((await attempt('sylvie@example.org', 'a guess', '203.0.113.3')).status).toBe(422)
      expect((await attempt('sylvie@example.org', password, '203.0.113.3')).status).toBe(303)
    }
  })

  test('tries of somebody who is signed in count for the account that they try', async () => {
    const [amina, joseph] = [await college.signedIn('amina'), await college.signedIn('joseph')]
    const from = '203.0.113.4'
    for (let n = 0; n < 10; n++) expect((await attemptSignedIn(amina, 'lucie@example.org', from)).status).toBe(422)
    expect((await attemptSignedIn(joseph, 'lucie@example.org', from)).status).toBe(429)
    expect((await attempt('amina@example.org', password, from)).status).toBe(303)
  })

  test('is limited for a network address, whatever accounts are tried', async () => {
    const answers = await Promise.all(
      Array.from({ length: 61 }, (_, n) => attempt(`guess${n}@example.org`, 'x', '198.51.100.7')),
    )
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1)
  })
})

describe('letters', () => {
  const forgotten = (email: string, from: string) =>
    submit(college.browser(), '/en/password/forgotten', { email }, { headers: { 'X-Forwarded-For': from } })

  test.each(['amina@example.org', 'nobody@example.org'])(
    'to %s are limited from one address, and from everywhere at a higher number',
    async (email) => {
      for (let n = 0; n < 3; n++) expect((await forgotten(email, '192.0.2.1')).status).toBe(303)
      expect((await forgotten(email, '192.0.2.1')).status).toBe(429)
      for (const n of [2, 3]) expect((await forgotten(email, `192.0.2.${n}`)).status).toBe(303)
      expect((await forgotten(email, '192.0.2.4')).status).toBe(429)
    },
  )

  test('of registration are limited alike for known and for unknown addresses', async () => {
    const form = { name: 'Ruth Njeri', party: 'KE', agency: 'customs', language: 'en' }
    const headers = { 'X-Forwarded-For': '192.0.2.9' }
    const seen = []
    for (const email of ['amina@example.org', 'nobody-yet@example.org']) {
      const register = () => submit(college.browser(), '/en/register', { ...form, email }, { headers })
      for (let n = 0; n < 3; n++) expect((await register()).status).toBe(303)
      const { status, headers: answered, text } = await register()
      seen.push({ status, wait: answered['retry-after'], text: text.replaceAll(answered['x-request-id'] ?? '', '') })
    }
    expect(seen[0]).toMatchObject({ status: 429, wait: '3600' })
    expect(seen[1]).toEqual(seen[0])
  })

  test('are not used up by forms that were sent empty', async () => {
    for (let n = 0; n < 5; n++) expect((await forgotten('', '192.0.2.20')).status).toBe(422)
    expect((await forgotten('amina@example.org', '192.0.2.20')).status).toBe(303)
  })

  test('to a new address of an account are counted with all others to it', async () => {
    const browser = await college.signedIn('sofia')
    const ask = () => submit(browser, '/en/profile/email', { email: 'victim@example.org', present: password })
    for (let n = 0; n < 3; n++) expect((await ask()).status).toBe(303)
    expect((await ask()).status).toBe(429)
  })
})
