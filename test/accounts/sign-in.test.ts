import request from 'supertest'
import { password, signInAs } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege()
})
beforeEach(() => {
  // A window of every limit: each test begins with fresh counters.
  college.clock.pass(61)
})
afterAll(() => college.close())

const cookieOf = (answer: request.Response) => /session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1]

describe('signing in', () => {
  test('opens the pages of a person, and leads to their language', async () => {
    const browser = college.browser()
    const answer = await submit(browser, '/en/sign-in', { email: 'SYLVIE@example.org ', password })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/fr/'])
    expect(textOf(await browser.get('/fr/profile'))).toContain('Sylvie Nzé')
  })

  test('begins a new session: one that was set before knows nobody', async () => {
    const fixed = await request(college.app).get('/en/sign-in')
    const [cookie, token] = [cookieOf(fixed), /name="_csrf" value="([^"]+)"/.exec(fixed.text)?.[1]]
    const answer = await request(college.app)
      .post('/en/sign-in')
      .set('Cookie', `session=${cookie}`)
      .type('form')
      .send({ _csrf: token, email: college.cast.amina.email, password })
    expect(answer.status).toBe(303)
    expect(cookieOf(answer)).toBeDefined()
    expect(cookieOf(answer)).not.toBe(cookie)
    const withFixed = await request(college.app).get('/en/profile').set('Cookie', `session=${cookie}`)
    expect(withFixed.headers['location']).toBe('/en/sign-in?next=%2Fen%2Fprofile')
  })

  test('keeps nothing of the person in the session but id and epoch', async () => {
    await college.signedIn('joseph')
    const kept = await college.connection.collection('sessions').find().toArray()
    const text = JSON.stringify(kept)
    expect(text).toContain(college.cast.joseph.id)
    expect(text).not.toMatch(/joseph|Kiprop|argon2/i)
  })

  test.each([
    ['a wrong password', 'amina@example.org', 'not the password'],
    ['an unknown address', 'nobody@example.org', 'not the password'],
  ])('answers %s in the same words', async (_what, email, wrong) => {
    const answer = await submit(college.browser(), '/en/sign-in', { email, password: wrong })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('The address or the password is not right, or the address was not confirmed yet')
    expect(answer.text).not.toContain(wrong)
  })

  test('is refused while the address is not confirmed', async () => {
    const form = { name: 'New Officer', email: 'new@example.org', party: 'KE', agency: 'police', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const answer = await submit(college.browser(), '/en/sign-in', { email: 'new@example.org', password })
    expect(answer.status).toBe(422)
  })

  test.each([
    ['an operator for a password', { email: 'amina@example.org', 'password[$ne]': 'x' }],
    ['an operator for an address', { 'email[$gt]': '', password }],
    ['two addresses', { email: ['amina@example.org', 'joseph@example.org'], password }],
  ])('does not take %s', async (_what, fields) => {
    const browser = college.browser()
    expect((await submit(browser, '/en/sign-in', fields as Record<string, string>)).status).toBe(422)
    expect((await browser.get('/en/profile')).status).toBe(303)
  })

  test('is refused without the token of the form', async () => {
    const browser = college.browser()
    await browser.get('/en/sign-in')
    const answer = await browser.post('/en/sign-in').type('form').send({ email: 'amina@example.org', password })
    expect(answer.status).toBe(403)
    expect(textOf(answer)).toContain('This form has expired')
  })

  test('leads back to the page that asked for it', async () => {
    const browser = college.browser()
    const asked = await browser.get('/fr/profile/password')
    expect(asked.headers['location']).toBe('/fr/sign-in?next=%2Ffr%2Fprofile%2Fpassword')
    const page = await browser.get(asked.headers['location']!)
    expect(page.text).toContain('name="next" value="/fr/profile/password"')
    const next = '/fr/profile/password'
    const answer = await submit(browser, '/fr/sign-in', { email: 'amina@example.org', password, next })
    expect(answer.headers['location']).toBe(next)
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'profile',
  ])('leads to no other site: %s', async (next) => {
    const page = await college.browser().get(`/en/sign-in?next=${encodeURIComponent(next)}`)
    expect(page.text).not.toContain('name="next"')
    const answer = await submit(college.browser(), '/en/sign-in', { email: 'diego@example.org', password, next })
    expect(answer.headers['location']).toBe('/es/')
  })
})

describe('signing out', () => {
  test('ends the session: its cookie opens nothing any more', async () => {
    const signedIn = request.agent(college.app)
    const answer = await signInAs(signedIn, college.cast.amina)
    const cookie = cookieOf(answer)
    expect((await request(college.app).get('/en/profile').set('Cookie', `session=${cookie}`)).status).toBe(200)
    const out = await submit(signedIn, '/en/profile', {}, { action: '/en/sign-out' })
    expect(out.headers['location']).toBe('/en/')
    expect((await request(college.app).get('/en/profile').set('Cookie', `session=${cookie}`)).status).toBe(303)
    expect((await signedIn.get('/en/profile')).status).toBe(303)
  })
})

describe('a changed password', () => {
  const wanted = 'nine patient tortoises'

  test('ends all other sessions, at once, and keeps this one', async () => {
    const [here, elsewhere] = [await college.signedIn('wanjiru'), await college.signedIn('wanjiru')]
    expect((await elsewhere.get('/en/profile')).status).toBe(200)
    const fields = { present: password, password: wanted, passwordAgain: wanted }
    expect((await submit(here, '/en/profile/password', fields)).status).toBe(303)
    expect((await elsewhere.get('/en/profile')).status).toBe(303)
    expect((await here.get('/en/profile')).status).toBe(200)
    expect(await college.letters('wanjiru@example.org')).toEqual([expect.stringContaining('was changed just now')])
    const email = 'wanjiru@example.org'
    expect((await submit(college.browser(), '/en/sign-in', { email, password })).status).toBe(422)
    expect((await submit(college.browser(), '/en/sign-in', { email, password: wanted })).status).toBe(303)
  })

  test('needs the present one', async () => {
    const here = await college.signedIn('joseph')
    const fields = { present: 'not the password', password: wanted, passwordAgain: wanted }
    const answer = await submit(here, '/en/profile/password', fields)
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('This is not your present password')
  })

  test('is kept as argon2id with the parameters that OWASP names', async () => {
    const kept = await college.connection.collection('people').findOne({ emailKey: 'amina@example.org' })
    expect(kept?.['passwordHash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})
