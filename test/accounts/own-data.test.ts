import { password } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { testCollege, type TestCollege } from './college.js'

let college: TestCollege
const erased: string[] = []
let failing = false

beforeAll(async () => {
  college = await testCollege({
    routes: {
      exporters: [{ name: 'certificates', collect: async (account) => [{ of: account }] }],
      erasers: [
        async (account) => {
          if (failing) throw new Error('the server died here')
          erased.push(account)
        },
      ],
    },
  })
})
beforeEach(() => {
  college.clock.pass(1)
})
afterAll(() => college.close())

describe('the export of one’s own data', () => {
  test('holds what is kept of a person, and what other modules hold', async () => {
    const browser = await college.signedIn('amina')
    const answer = await browser.get('/en/profile/data')
    expect(answer.headers['content-disposition']).toContain('attachment')
    expect(answer.headers['cache-control']).toBe('no-store')
    const { amina } = college.cast
    expect(answer.body).toMatchObject({
      account: amina.id,
      person: { name: 'Amina Otieno', email: 'amina@example.org', language: 'en' },
      affiliations: [{ party: 'KE', agency: 'customs', how: 'command' }],
      certificates: [{ of: amina.id }],
    })
    expect(answer.text).not.toMatch(/argon2|passwordHash|joseph/i)
  })
})

describe('erasure', () => {
  const erase = (browser: Awaited<ReturnType<TestCollege['signedIn']>>, present: string) =>
    submit(browser, '/en/profile/erasure', { present })

  test('needs the password', async () => {
    const browser = await college.signedIn('amina')
    expect((await erase(browser, 'a guess, a guess')).status).toBe(422)
    expect(await college.accounts.person(college.cast.amina.id)).toBeDefined()
  })

  test('deletes the person, ends the sessions, and keeps affiliations and statements under the opaque id', async () => {
    const { accounts, cast, connection, lrs, vocabulary } = college
    const [browser, elsewhere] = [await college.signedIn('amina'), await college.signedIn('amina')]
    const elsewhereYet = college.browser()
    await submit(elsewhereYet, '/en/password/forgotten', { email: 'amina@example.org' })
    await elsewhereYet.get('/en/password/sent')
    expect(await connection.collection('access').countDocuments({ account: cast.amina.id })).toBe(1)
    const agent = { account: { homePage: vocabulary.iriBase, name: cast.amina.id } }
    const before = await lrs.find({ agent })
    const warning = textOf(await browser.get('/en/profile/erasure'))
    expect(warning).toContain('your name leaves their public pages')
    expect(warning).toContain('A last message to amina@example.org')

    const answer = await erase(browser, password)
    expect([answer.status, answer.headers['location']]).toEqual([303, '/en/erased'])
    expect(textOf(await browser.get('/en/erased'))).toContain('Your account is erased')
    expect((await browser.get('/en/profile')).status).toBe(303)
    expect((await elsewhere.get('/en/profile')).status).toBe(303)

    expect(await accounts.person(cast.amina.id)).toBeUndefined()
    expect(await connection.collection('access').countDocuments({ account: cast.amina.id })).toBe(0)
    expect(erased).toEqual([cast.amina.id])
    expect(await accounts.affiliationOf(cast.amina.id)).toMatchObject({ party: 'KE', status: 'confirmed' })
    expect(before.statements).toHaveLength(1)
    expect((await lrs.find({ agent })).statements).toEqual(before.statements)
  })

  test('is confirmed by a last letter', async () => {
    const letters = await college.letters('amina@example.org', 2)
    expect(letters.filter((letter) => letter.includes('Subject: Your account was erased'))).toHaveLength(1)
  })

  test('leaves name and address nowhere in the database', async () => {
    const collections = await college.connection.db!.collections()
    for (const collection of collections) {
      const text = JSON.stringify(await collection.find().toArray())
      expect({ name: collection.collectionName, found: /Amina|amina@/.exec(text)?.[0] }).toEqual({
        name: collection.collectionName,
        found: undefined,
      })
    }
  })

  test('is in the audit, without name and address', async () => {
    const { entries } = await college.audit.list({ limit: 100 })
    expect(entries.find(({ action }) => action === 'erased')).toMatchObject({
      action: 'erased',
      by: college.cast.amina.id,
      subject: college.cast.amina.id,
    })
  })

  test('frees the address for a new account, which has another id', async () => {
    const form = { name: 'Amina Otieno', email: 'amina@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const person = await college.accounts.listing.byEmail('amina@example.org')
    expect(person?.id).not.toBe(college.cast.amina.id)
  })

  test('that was cut off lets nobody sign in, and is finished later', async () => {
    const browser = await college.signedIn('joseph')
    failing = true
    expect((await erase(browser, password)).status).toBe(500)
    failing = false
    const tried = await submit(college.browser(), '/en/sign-in', { email: 'joseph@example.org', password })
    expect(tried.status).toBe(422)
    expect(await college.accounts.person(college.cast.joseph.id)).toBeUndefined()
    await college.accounts.ownData.finishErasures([async (account) => void erased.push(account)])
    expect(erased).toContain(college.cast.joseph.id)
    await college.accounts.ownData.finishErasures([])
    expect(await college.letters('joseph@example.org')).toEqual([expect.stringContaining('was erased, as you asked')])
    expect(await college.accounts.listing.byEmail('joseph@example.org')).toBeUndefined()
  })

  test('does not take the last administrator', async () => {
    const browser = await college.signedIn('adam')
    const answer = await erase(browser, password)
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain('The College needs an administrator')
    expect((await browser.get('/en/profile')).status).toBe(200)
  })
})
