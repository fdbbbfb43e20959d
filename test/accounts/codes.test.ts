import { submit, textOf } from '../support/forms.js'
import { testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege({ withoutMail: true })
})
beforeEach(() => {
  college.clock.pass(16)
})
afterAll(() => college.close())

const password = 'twelve grey parrots'
const use = (email: string, code: string, browser = college.browser()) =>
  submit(browser, '/en/code', { email, code, password, passwordAgain: password })

async function newcomer(email: string): Promise<string> {
  const form = { name: 'Ruth Njeri', email, party: 'KE', agency: 'customs', language: 'en' }
  await submit(college.browser(), '/en/register', form)
  const person = await college.accounts.listing.byEmail(email)
  return person?.id ?? ''
}
const handOut = async (account: string) =>
  (await college.accounts.entry.handOutCode(account, college.cast.wanjiru.id)).code

describe('without mail', () => {
  test('the page after registration says whom to ask, the same for known and unknown addresses', async () => {
    const browser = college.browser()
    const sent = textOf(await browser.get('/en/register/sent'))
    expect(sent).toContain('Ask the focal point of your Party, or the administrator of the College')
    const forms = ['amina@example.org', 'new@example.org'].map((email) => ({
      ...{ name: 'Ruth Njeri', email, party: 'KE', agency: 'customs', language: 'en' },
    }))
    const answers = await Promise.all(forms.map((form) => submit(college.browser(), '/en/register', form)))
    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([
      [303, '/en/register/sent'],
      [303, '/en/register/sent'],
    ])
  })

  test('a code confirms the address, lets choose a password, and signs in', async () => {
    const code = await handOut(await newcomer('ruth@example.org'))
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    const browser = college.browser()
    expect((await use('ruth@example.org', code, browser)).status).toBe(303)
    expect(textOf(await browser.get('/en/profile'))).toContain('Not confirmed yet')
    expect((await use('ruth@example.org', code)).status).toBe(422)
  })

  test('a code confirms what was registered when it was handed out, whatever others enter since', async () => {
    const code = await handOut(await newcomer('owner@example.org'))
    const forged = { name: 'Mallory Forger', email: 'Owner@example.org', party: 'UG', agency: 'police', language: 'fr' }
    await submit(college.browser(), '/en/register', forged)
    expect((await use('owner@example.org', code)).status).toBe(303)
    expect(await college.accounts.listing.byEmail('owner@example.org')).toMatchObject({
      ...{ name: 'Ruth Njeri', email: 'owner@example.org', language: 'en' },
      affiliation: { party: 'KE', agency: 'customs' },
    })
  })

  test('a code whose use was cut off is still good', async () => {
    const code = await handOut(await newcomer('cut@example.org'))
    const model = college.connection.model('Affiliation')
    const { create } = model
    Object.assign(model, { create: () => Promise.reject(new Error('the server died here')) })
    const cut = await use('cut@example.org', code).finally(() => Object.assign(model, { create }))
    expect(cut.status).toBe(500)
    expect((await use('cut@example.org', code)).status).toBe(303)
  })

  test('a code is good once, also for two who come with it at the same moment', async () => {
    const code = await handOut(await newcomer('race@example.org'))
    const answers = await Promise.all([1, 2, 3].map(() => use('race@example.org', code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422])
  })

  test('a code may be typed as people type', async () => {
    const code = await handOut(await newcomer('typed@example.org'))
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect((await use('typed@example.org', typed)).status).toBe(303)
  })

  test('a code is void after five wrong tries, also for who has the right one', async () => {
    const code = await handOut(await newcomer('guessed@example.org'))
    for (let n = 0; n < 5; n++) expect((await use('guessed@example.org', 'AAAA-AAAA-AAAA')).status).toBe(422)
    const answer = await use('guessed@example.org', code)
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('The address and the code do not belong together')
    expect(answer.text).not.toContain(code)
  })

  test('a code is void after three days, and when a newer one is handed out', async () => {
    const account = await newcomer('slow@example.org')
    const [first, second] = [await handOut(account), await handOut(account)]
    expect((await use('slow@example.org', first)).status).toBe(422)
    college.clock.pass(3 * 24 * 60)
    expect((await use('slow@example.org', second)).status).toBe(422)
  })

  test('an unknown address and a wrong code are answered alike', async () => {
    await handOut(await newcomer('known@example.org'))
    const [known, unknown] = [
      await use('known@example.org', 'AAAA-AAAA-AAAA'),
      await use('other@example.org', 'AAAA-AAAA-AAAA'),
    ]
    const without = (text: string) => text.replace(/value="[^"]*"/g, '')
    expect(without(unknown.text)).toBe(without(known.text))
  })

  test('a code is kept as argon2id only, and handing it out is in the audit', async () => {
    const account = await newcomer('kept@example.org')
    const code = await handOut(account)
    const kept = await college.connection.collection('access').findOne({ account })
    expect(kept?.['codeHash']).toMatch(/^\$argon2id\$/)
    expect(JSON.stringify(kept)).not.toContain(code.replaceAll('-', ''))
    const { entries } = await college.audit.list({ limit: 100 })
    expect(entries.find(({ subject }) => subject === account)).toMatchObject({
      ...{ by: college.cast.wanjiru.id, action: 'code-handed-out' },
    })
  })

  test('trying codes is limited for an account', async () => {
    await newcomer('limited@example.org')
    for (let n = 0; n < 10; n++) expect((await use('limited@example.org', 'AAAA-AAAA-AAAA')).status).toBe(422)
    expect((await use('limited@example.org', 'AAAA-AAAA-AAAA')).status).toBe(429)
  })
})
