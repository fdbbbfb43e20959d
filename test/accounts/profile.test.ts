import { password } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege({ routes: { isPrintable: (name) => !/[\p{Script=Khmer}!]/u.test(name) } })
})
beforeEach(() => {
  college.clock.pass(16)
})
afterAll(() => college.close())

const verbsOf = async (account: string) => {
  const agent = { account: { homePage: college.vocabulary.iriBase, name: account } }
  const { statements } = await college.lrs.find({ agent, ascending: true })
  const names = Object.entries(college.vocabulary.verbs)
  return statements.map(({ statement }) => names.find(([, { id }]) => id === statement.verb.id)?.[0])
}

describe('the profile', () => {
  test.each([
    '/profile',
    '/profile/affiliation',
    '/profile/password',
    '/profile/email',
    '/profile/data',
    '/profile/erasure',
  ])('%s is for those who signed in', async (path) => {
    const answer = await college.browser().get(`/en${path}`)
    expect([answer.status, answer.headers['location']]).toEqual([
      303,
      `/en/sign-in?next=${encodeURIComponent(`/en${path}`)}`,
    ])
  })

  test('takes another name and language, seen on the next page', async () => {
    const browser = await college.signedIn('amina')
    const saved = await submit(browser, '/en/profile', { name: '  Amina  Otieno-Ouma ', language: 'fr' })
    expect(saved.headers['location']).toBe('/fr/profile')
    const page = textOf(await browser.get('/fr/profile'))
    expect(page).toContain('Votre profil est enregistré.')
    expect(page).toContain('Confirmé')
    expect((await college.accounts.person(college.cast.amina.id))?.language).toBe('fr')
  })

  test('takes a name in any script, and shows no markup', async () => {
    const browser = await college.signedIn('joseph')
    await submit(browser, '/en/profile', { name: 'أمينة <b>王小明</b>', language: 'en' })
    const page = await browser.get('/en/profile')
    expect(page.text).toContain('أمينة &lt;b&gt;王小明&lt;/b&gt;')
    expect(page.text).not.toContain('<b>王')
  })

  test('takes no new name that a certificate could not show, and leaves one from before', async () => {
    const { accounts, cast } = college
    const browser = await college.signedIn('sylvie')
    const refused = await submit(browser, '/fr/profile', { name: 'សុខ', language: 'fr' })
    expect(refused.status).toBe(422)
    expect(textOf(refused)).toContain('écrivez-le en caractères latins')
    await accounts.profile.changeProfile(cast.sylvie, { name: 'Sylvie !', language: 'fr' })
    expect((await submit(browser, '/fr/profile', { name: 'Sylvie !', language: 'es' })).status).toBe(303)
  })

  test('is not saved without the token of the form', async () => {
    const browser = await college.signedIn('joseph')
    const answer = await browser.post('/en/profile').type('form').send({ name: 'Forged', language: 'en' })
    expect(answer.status).toBe(403)
    expect((await college.accounts.person(college.cast.joseph.id))?.name).not.toBe('Forged')
  })
})

describe('a change of post', () => {
  test('ends what was confirmed, begins a claim, keeps the history, and is told by a statement', async () => {
    const { cast, accounts, clock } = college
    const before = clock.now()
    clock.pass(60)
    const browser = await college.signedIn('diego')
    const page = textOf(await browser.get('/es/profile/affiliation'))
    expect(page).toContain('Su afiliación actual está confirmada')
    const saved = await submit(browser, '/es/profile/affiliation', { party: 'PE', agency: 'customs' })
    expect(saved.status).toBe(303)
    expect(await accounts.affiliationOf(cast.diego.id)).toEqual({
      ...{ party: 'PE', agency: 'customs', status: 'claimed', since: clock.now() },
    })
    expect(await accounts.affiliationOf(cast.diego.id, before)).toMatchObject({
      ...{ agency: 'scientific-authority', status: 'confirmed' },
    })
    expect(await verbsOf(cast.diego.id)).toEqual(['affiliated', 'disaffiliated'])
    expect(textOf(await browser.get('/es/profile'))).toContain('Autoridad Científica')
  })

  test('sent twice, it changes nothing more', async () => {
    const browser = await college.signedIn('joseph')
    const change = () => submit(browser, '/en/profile/affiliation', { party: 'UG', agency: 'police' })
    await change()
    await change()
    const history = await college.accounts.affiliations.history(college.cast.joseph.id)
    expect(history?.past).toHaveLength(1)
  })

  test('to another Party ends being a focal point; within the Party it does not', async () => {
    const browser = await college.signedIn('lucie')
    await submit(browser, '/fr/profile/affiliation', { party: 'GA', agency: 'customs' })
    expect((await college.accounts.person(college.cast.lucie.id))?.focalPointOf).toBe('GA')
    expect(textOf(await browser.get('/fr/profile/affiliation'))).toContain('Vous êtes le point focal de cette Partie')
    await submit(browser, '/fr/profile/affiliation', { party: 'CG', agency: 'customs' })
    const person = await college.accounts.person(college.cast.lucie.id)
    expect([person?.focalPointOf, person?.roles]).toEqual([undefined, ['learner']])
    const { entries } = await college.audit.list({ limit: 100 })
    expect(entries.filter(({ subject }) => subject === person?.id).map(({ action }) => action)).toContain('role-taken')
  })

  test('to a Party that there is not is refused', async () => {
    const browser = await college.signedIn('amina')
    const answer = await submit(browser, '/en/profile/affiliation', { party: 'ZZ', agency: 'customs' })
    expect(answer.status).toBe(422)
    expect((await college.accounts.affiliationOf(college.cast.amina.id))?.status).toBe('confirmed')
  })

  test('leaves nothing personal in the collection of affiliations', async () => {
    const kept = JSON.stringify(await college.connection.collection('affiliations').find().toArray())
    expect(kept).toContain(college.cast.amina.id)
    expect(kept).not.toMatch(/example\.org|Otieno|Ñáñez/)
  })

  test('two changes at the same moment are both kept in the history', async () => {
    const { accounts, cast } = college
    await Promise.all([
      accounts.affiliations.claim(cast.sylvie.id, { party: 'CM', agency: 'police' }),
      accounts.affiliations.confirm(cast.sylvie.id, { party: 'CF', agency: 'police' }, { by: 'x', how: 'secretariat' }),
    ])
    const history = await accounts.affiliations.history(cast.sylvie.id)
    const parties = [...(history?.past ?? []), history?.current].map((entry) => entry?.party)
    expect(parties.sort()).toEqual(['CF', 'CM', 'GA'])
  })
})

describe('another e-mail address', () => {
  test('is the person’s once the link in the letter to it was followed; the old one is told', async () => {
    const browser = await college.signedIn('wanjiru')
    const asked = await submit(browser, '/en/profile/email', { email: 'w.kamau@example.org', present: password })
    expect(asked.status).toBe(303)
    expect((await college.accounts.person(college.cast.wanjiru.id))?.email).toBe('wanjiru@example.org')
    const path = linkIn((await college.letters('w.kamau@example.org'))[0])
    // Programs that follow links in letters confirm nothing.
    const page = textOf(await browser.get(path))
    expect(page).toContain('New e-mail address w.kamau@example.org')
    expect(page).toContain('Present e-mail address wanjiru@example.org')
    expect((await college.accounts.person(college.cast.wanjiru.id))?.email).toBe('wanjiru@example.org')
    expect((await submit(browser, path, {})).status).toBe(303)
    expect((await college.accounts.person(college.cast.wanjiru.id))?.email).toBe('w.kamau@example.org')
    expect(await college.letters('wanjiru@example.org')).toHaveLength(1)
    expect((await submit(browser, path, {}).catch(() => undefined))?.status).not.toBe(303)
  })

  test('makes void what the old mailbox still holds, and ends every other session', async () => {
    const { accounts, cast, connection } = college
    const [browser, elsewhere] = [await college.signedIn('diego'), await college.signedIn('diego')]
    await submit(college.browser(), '/en/password/forgotten', { email: 'diego@example.org' })
    const reset = linkIn((await college.letters('diego@example.org'))[0])
    expect((await college.browser().get(reset)).status).toBe(200)
    await submit(browser, '/en/profile/email', { email: 'd.nanez@example.org', present: password })
    await submit(browser, linkIn((await college.letters('d.nanez@example.org'))[0]), {})
    expect((await college.browser().get(reset)).status).toBe(404)
    expect(await connection.collection('access').countDocuments({ account: cast.diego.id })).toBe(0)
    expect((await browser.get('/en/profile')).status).toBe(200)
    expect((await elsewhere.get('/en/profile')).status).toBe(303)

    // A link that was made in the very moment of the change opens nothing either.
    await submit(college.browser(), '/en/password/forgotten', { email: 'd.nanez@example.org' })
    const letters = await college.letters('d.nanez@example.org', 2)
    const late = linkIn(letters.find((letter) => letter.includes('/password/choose/')))
    const address = { email: 'diego@example.org', emailKey: 'diego@example.org' }
    await connection.collection('people').updateOne({ emailKey: 'd.nanez@example.org' }, { $set: address })
    expect((await college.browser().get(late)).status).toBe(404)
    expect(await accounts.entry.choosePassword(late.split('/').at(-1)!, 'eleven calm pangolins')).toBeUndefined()
  })

  test('of somebody else is not taken, and not told', async () => {
    const browser = await college.signedIn('sofia')
    const asked = await submit(browser, '/en/profile/email', { email: 'adam@example.org', present: password })
    expect(asked.status).toBe(303)
    expect(await college.letters('adam@example.org')).toEqual([expect.stringContaining('It has an account already')])
  })

  test('needs the password', async () => {
    const browser = await college.signedIn('sofia')
    const asked = await submit(browser, '/en/profile/email', { email: 's@example.org', present: 'a guess' })
    expect(asked.status).toBe(422)
  })

  test('is not confirmed by somebody else', async () => {
    const browser = await college.signedIn('sofia')
    await submit(browser, '/en/profile/email', { email: 'sofia.l@example.org', present: password })
    const path = linkIn((await college.letters('sofia.l@example.org'))[0])
    const other = await college.signedIn('adam')
    expect((await submit(other, path, {})).status).toBe(404)
    expect((await college.accounts.person(college.cast.adam.id))?.email).toBe('adam@example.org')
  })
})
