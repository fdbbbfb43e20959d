import { createPeopleStore } from '../../server/accounts/people-store.js'
import { languageSwitch, submit, textOf } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  const isPrintable = (name: string) => !/\p{Script=Khmer}/u.test(name)
  college = await testCollege({ routes: { isPrintable } })
})
afterAll(() => college.close())

const password = 'twelve grey parrots'
const form = (email: string) => ({ name: 'Ruth Njeri', email, party: 'KE', agency: 'customs', language: 'en' })

describe('registration', () => {
  test.each([
    ['en', 'Management Authority', 'Never your answers'],
    ['fr', 'Organe de gestion', 'Jamais vos réponses'],
    ['es', 'Autoridad Administrativa', 'Nunca sus respuestas'],
  ])('says in %s who will see what, and offers every Party and agency', async (language, agency, promise) => {
    const page = await college.browser().get(`/${language}/register`)
    expect(page.status).toBe(200)
    expect(textOf(page)).toContain(agency)
    expect(textOf(page)).toContain(promise)
    // 185 Parties, three that are none, eleven agencies, three languages, and two empty choices.
    expect(page.text.match(/<option /g)).toHaveLength(185 + 3 + 11 + 3 + 2)
  })

  test('lists the Parties in the order of the language', async () => {
    const page = textOf(await college.browser().get('/fr/register'))
    const [germany, egypt, spain] = ['Allemagne', 'Égypte', 'Espagne'].map((name) => page.indexOf(name))
    expect(germany).toBeLessThan(egypt!)
    expect(egypt).toBeLessThan(spain!)
  })

  test('claims Party and agency until they are confirmed, after the address was', async () => {
    const browser = college.browser()
    const sent = await submit(browser, '/en/register', form('ruth@example.org'))
    expect([sent.status, sent.headers['location']]).toEqual([303, '/en/register/sent'])
    const [letter] = await college.letters('ruth@example.org')
    const path = linkIn(letter)
    expect(path).toMatch(/^\/en\/password\/choose\/[\w-]{43}$/)
    const chosen = await submit(browser, path, { password, passwordAgain: password })
    expect(chosen.status).toBe(303)
    const profile = textOf(await browser.get('/en/profile'))
    expect(profile).toContain('Ruth Njeri')
    expect(profile).toContain('Kenya')
    expect(profile).toContain('Not confirmed yet')
  })

  test('repeats the address that was entered, once', async () => {
    const browser = college.browser()
    await submit(browser, '/fr/register', form('typed@example.org'))
    expect(textOf(await browser.get('/fr/register/sent'))).toContain('Vous avez indiqué l’adresse typed@example.org.')
    expect(textOf(await browser.get('/fr/register/sent'))).not.toContain('typed@example.org')
  })

  test('refuses a name that no certificate could show, and says what to do', async () => {
    const answer = await submit(college.browser(), '/en/register', { ...form('sok@example.org'), name: 'សុខ សំណាង' })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('write it in Latin letters')
    expect(await college.accounts.listing.byEmail('sok@example.org')).toBeUndefined()
  })

  describe('keeps what was entered in a faulty form', () => {
    const faulty = { ...form('not an address'), name: 'Ruth Njeri Kamau' }
    const from = (path: string) => ({ Referer: `http://127.0.0.1${path}` })

    test('for its page in another language, with the faults in that one', async () => {
      const browser = college.browser()
      const answer = await submit(browser, '/en/register', faulty, { headers: from('/en/register') })
      const page = await browser.get(languageSwitch(answer, 'fr')).set(from('/en/register'))
      expect(page.text).toContain('value="Ruth Njeri Kamau"')
      expect(page.text).toContain('<option value="KE" selected>')
      expect(textOf(page)).toContain('Ceci n’est pas une adresse électronique')
    })

    test('and for nobody who comes from elsewhere', async () => {
      const browser = college.browser()
      await submit(browser, '/en/register', faulty, { headers: from('/en/register') })
      expect((await browser.get('/fr/register').set(from('/fr/'))).text).not.toContain('Ruth')
      expect((await browser.get('/fr/register').set(from('/en/register'))).text).not.toContain('Ruth')
    })
  })

  test('shows a faulty form again with what was entered', async () => {
    const browser = college.browser()
    const answer = await submit(browser, '/en/register', {
      ...form('not an address'),
      name: '12',
      party: 'XX',
      agency: '',
    })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('This is not an e-mail address')
    expect(textOf(answer)).toContain('A name needs at least one letter')
    expect(textOf(answer)).toContain('Choose one of the list')
    expect(textOf(answer)).toContain('This is needed')
    expect(answer.text).toContain('value="not an address"')
  })

  test('says one fault for each field that is missing', async () => {
    const answer = await submit(college.browser(), '/en/register', { name: ' ', email: '', party: '' })
    const summary = /role="alert"[\s\S]*?<\/ul>/.exec(answer.text)?.[0] ?? ''
    const fields = [...summary.matchAll(/href="#field-(\w+)"/g)].map((match) => match[1])
    expect(fields).toEqual(['name', 'email', 'party', 'agency', 'language'])
  })

  test.each([
    ['an operator', { 'party[$ne]': 'x' }],
    ['a list', { party: ['KE', 'FR'] }],
  ])('does not take %s for a value', async (_what, fields) => {
    const rest = Object.entries(form('operator@example.org')).filter(([name]) => name !== 'party')
    const answer = await submit(college.browser(), '/en/register', { ...Object.fromEntries(rest), ...fields })
    expect(answer.status).toBe(422)
    expect(await college.accounts.listing.byEmail('operator@example.org')).toBeUndefined()
  })

  test('the newest registration of an address that nobody confirmed is the right one', async () => {
    await submit(college.browser(), '/en/register', { ...form('twice@example.org'), party: 'UG' })
    await submit(college.browser(), '/en/register', { ...form('Twice@Example.org'), party: 'TZ' })
    expect((await college.accounts.listing.byEmail('twice@example.org'))?.affiliation.party).toBe('TZ')
  })

  test('is forgotten after thirty days without confirmation', async () => {
    await submit(college.browser(), '/en/register', form('late@example.org'))
    college.clock.pass(29 * 24 * 60)
    await college.accounts.sweep()
    expect(await college.accounts.listing.byEmail('late@example.org')).toBeDefined()
    college.clock.pass(2 * 24 * 60)
    await college.accounts.sweep()
    expect(await college.accounts.listing.byEmail('late@example.org')).toBeUndefined()
  })
})

describe('a registration that waits', () => {
  const days = (n: number) => college.clock.pass(n * 24 * 60)

  test('waits anew when it is made again', async () => {
    await submit(college.browser(), '/en/register', form('again@example.org'))
    days(29)
    await submit(college.browser(), '/en/register', form('again@example.org'))
    days(2)
    await college.accounts.sweep()
    expect(await college.accounts.listing.byEmail('again@example.org')).toBeDefined()
  })

  test('is not swept away once it is confirmed, though the sweep saw it before', async () => {
    const people = createPeopleStore(college.connection)
    await submit(college.browser(), '/en/register', form('seen@example.org'))
    const path = linkIn((await college.letters('seen@example.org'))[0])
    college.clock.pass(1)
    const before = college.clock.now()
    const seen = await college.accounts.listing.byEmail('seen@example.org')
    expect(await people.neverConfirmed(before)).toContain(seen?.id)
    await submit(college.browser(), path, { password, passwordAgain: password })
    expect(await people.deleteUnconfirmed(seen!.id, before)).toBe(false)
    expect(await college.accounts.person(seen!.id)).toBeDefined()
  })

  test('is confirmed or swept away, but never half, when both happen at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const email = `both${round}@example.org`
      await submit(college.browser(), '/en/register', form(email))
      const person = await college.accounts.listing.byEmail(email)
      days(29)
      await submit(college.browser(), '/en/password/forgotten', { email })
      const path = linkIn((await college.letters(email, 2)).at(-1))
      days(2)
      const [opened] = await Promise.all([
        college.accounts.entry.choosePassword(path.split('/').at(-1)!, password),
        college.accounts.sweep(),
      ])
      const kept = await college.accounts.person(person!.id)
      const history = await college.accounts.affiliations.history(person!.id)
      expect([opened, history?.account]).toEqual([kept?.id, kept?.id])
    }
  })

  test('is confirmed as it was entered by whoever opens the link, whatever others enter', async () => {
    const browser = college.browser()
    await submit(browser, '/en/register', form('owner@example.org'))
    const own = linkIn((await college.letters('owner@example.org'))[0])
    const forged = { ...form('OWNER@example.org'), name: 'Mallory Forger', party: 'UG', agency: 'police' }
    await submit(college.browser(), '/en/register', forged)
    const other = linkIn((await college.letters('OWNER@example.org'))[0])

    expect(textOf(await browser.get(other))).toContain('Mallory Forger Party Uganda Agency Police')
    expect(textOf(await browser.get(own))).toContain('Name Ruth Njeri Party Kenya Agency Customs')
    await submit(browser, own, { password, passwordAgain: password })
    expect(await college.accounts.listing.byEmail('owner@example.org')).toMatchObject({
      ...{ name: 'Ruth Njeri', email: 'owner@example.org', language: 'en' },
      affiliation: { party: 'KE', agency: 'customs' },
    })
    expect((await college.accounts.listing.search('mallory')).length).toBe(0)
    expect((await browser.get(other)).status).toBe(404)
  })

  test.each([
    ['en', 'confirm this registration', 'Customs'],
    ['fr', 'vous confirmez cette inscription', 'Douanes'],
    ['es', 'confirma esta inscripción', 'Aduanas'],
  ])('says in %s what is confirmed', async (language, sentence, agency) => {
    const email = `shown-${language}@example.org`
    await submit(college.browser(), '/en/register', { ...form(email), language })
    const page = textOf(await college.browser().get(linkIn((await college.letters(email))[0])))
    expect(page).toContain(sentence)
    expect(page).toContain(agency)
  })
})

describe('a link to choose a password', () => {
  const linkFor = async (email: string) => {
    await submit(college.browser(), '/en/register', form(email))
    return linkIn((await college.letters(email)).at(-1))
  }

  test('is good once', async () => {
    const path = await linkFor('once@example.org')
    expect((await submit(college.browser(), path, { password, passwordAgain: password })).status).toBe(303)
    const again = await college.browser().get(path)
    expect(again.status).toBe(404)
    expect(textOf(again)).toContain('This link is no longer good')
    expect(again.text).toMatch(/<main[\s\S]*<a class="button" href="\/en\/sign-in">/)
  })

  test('is good once, also for two who come at the same moment', async () => {
    const path = await linkFor('race@example.org')
    const answers = await Promise.all(
      [1, 2, 3].map(() => submit(college.browser(), path, { password, passwordAgain: password })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404])
  })

  test('is good for three days', async () => {
    const path = await linkFor('slow@example.org')
    college.clock.pass(3 * 24 * 60 - 1)
    expect((await college.browser().get(path)).status).toBe(200)
    college.clock.pass(2)
    expect((await college.browser().get(path)).status).toBe(404)
  })

  test('is kept as a hash only', async () => {
    const token = (await linkFor('hash@example.org')).split('/').at(-1)!
    const kept = await college.connection.collection('access').find().toArray()
    expect(kept.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  test('that was cut short is answered in plain words', async () => {
    const path = await linkFor('short@example.org')
    expect((await college.browser().get(path.slice(0, -5))).status).toBe(404)
  })

  test.each([
    ['short', 'too short', 'At least 12 characters are needed'],
    ['the name', 'Ruth Njeri 2026', 'easily guessed'],
    ['common words', 'Password123456', 'easily guessed'],
  ])('refuses a password of %s', async (_what, weak, why) => {
    const path = await linkFor('weak@example.org')
    const answer = await submit(college.browser(), path, { password: weak, passwordAgain: weak })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain(why)
    expect(answer.text).not.toContain(weak)
  })

  test('refuses no password', async () => {
    const answer = await submit(college.browser(), await linkFor('none@example.org'), {})
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('This is needed')
  })

  test('refuses two passwords that differ', async () => {
    const path = await linkFor('differ@example.org')
    const answer = await submit(college.browser(), path, { password, passwordAgain: `${password}!` })
    expect(textOf(answer)).toContain('The two passwords are not the same')
  })
})
