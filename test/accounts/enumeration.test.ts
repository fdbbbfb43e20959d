import { password } from '../support/cast.js'
import { submit } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'

const evenAnswerMs = 250
let college: TestCollege

beforeAll(async () => {
  college = await testCollege({ evenAnswerMs })
})
beforeEach(() => {
  college.clock.pass(61)
})
afterAll(() => college.close())

const register = (email: string) =>
  submit(college.browser(), '/en/register', {
    ...{ name: 'Ruth Njeri', email, party: 'KE', agency: 'customs', language: 'en' },
  })
const forget = (email: string) => submit(college.browser(), '/en/password/forgotten', { email })

/** What somebody sees who asks, and after how many milliseconds. */
async function seen(ask: () => ReturnType<typeof register>) {
  const start = performance.now()
  const { status, headers, text } = await ask()
  return { ms: performance.now() - start, what: { status, location: headers['location'], text } }
}

describe.each([
  ['registration', register],
  ['password reset', forget],
])('%s', (_name, ask) => {
  test('answers alike for known, unknown and unconfirmed addresses, in about the same time', async () => {
    await register('waiting@example.org')
    const answers = []
    for (const email of ['amina@example.org', 'unknown@example.org', 'waiting@example.org']) {
      // The quickest of three: a machine that is busy with something else tells nothing.
      const three = [await seen(() => ask(email)), await seen(() => ask(email)), await seen(() => ask(email))]
      answers.push(three.reduce((one, other) => (other.ms < one.ms ? other : one)))
    }
    expect(answers[1]?.what).toEqual(answers[0]?.what)
    expect(answers[2]?.what).toEqual(answers[0]?.what)
    const times = answers.map(({ ms }) => ms)
    for (const ms of times) expect(ms).toBeGreaterThanOrEqual(evenAnswerMs)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(evenAnswerMs)
  })
})

test('a registration of a known address changes nothing, and only its reader learns of it', async () => {
  await register('joseph@example.org')
  const [letter] = await college.letters('joseph@example.org')
  expect(letter).toContain('It has an account already')
  expect((await college.accounts.person(college.cast.joseph.id))?.name).toBe('Joseph Kiprop')
})

test('a letter about a registration does not carry what a stranger typed', async () => {
  await submit(college.browser(), '/en/register', {
    ...{ name: 'Visit http://evil.example now', email: 'victim@example.org' },
    ...{ party: 'KE', agency: 'customs', language: 'en' },
  })
  const [letter] = await college.letters('victim@example.org')
  expect(letter).not.toContain('evil')
})

test('a reset letter opens the account, once, for two hours', async () => {
  await forget('sofia@example.org')
  const [letter] = await college.letters('sofia@example.org')
  const wanted = 'eleven calm pangolins'
  const browser = college.browser()
  const chosen = await submit(browser, linkIn(letter), { password: wanted, passwordAgain: wanted })
  expect(chosen.status).toBe(303)
  expect((await browser.get('/en/profile')).status).toBe(200)
  expect((await submit(college.browser(), '/en/sign-in', { email: 'sofia@example.org', password })).status).toBe(422)
  expect((await browser.get(linkIn(letter))).status).toBe(404)

  await forget('sofia@example.org')
  const second = (await college.letters('sofia@example.org', 3)).find(
    (one) => one.includes('two hours') && one !== letter,
  )
  college.clock.pass(121)
  expect((await college.browser().get(linkIn(second))).status).toBe(404)
})

test('a new password makes links void that were sent before', async () => {
  await forget('diego@example.org')
  await forget('diego@example.org')
  const [first, second] = await college.letters('diego@example.org', 2)
  const wanted = 'eleven calm pangolins'
  await submit(college.browser(), linkIn(first), { password: wanted, passwordAgain: wanted })
  expect((await college.browser().get(linkIn(second))).status).toBe(404)
})
