import { submit, textOf } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'
import { password } from '../support/cast.js'

let named: TestCollege
let nameless: TestCollege
const [contact, operator] = ['help@college.test', 'The Ministry of tests']

beforeAll(async () => {
  named = await testCollege({ imprint: { contact, operator } })
  nameless = await testCollege()
})
afterAll(() => Promise.all([named.close(), nameless.close()]))

describe.each(['en', 'fr', 'es'])('in %s', (language) => {
  test.each(['/contact', '/privacy', '/nowhere'])(
    '%s says whom to write to, and who runs the College',
    async (path) => {
      const page = await named.browser().get(`/${language}${path}`)
      expect(page.text).toMatch(new RegExp(`<main[\\s\\S]*<a href="mailto:${contact}"[\\s\\S]*</main>`))
      expect(textOf(page)).toContain(operator)
    },
  )

  test('every page leads to the contact, also where nobody is named', async () => {
    for (const college of [named, nameless])
      expect((await college.browser().get(`/${language}/sign-in`)).text).toContain(`href="/${language}/contact"`)
    const page = await nameless.browser().get(`/${language}/contact`)
    expect(page.status).toBe(200)
    expect(page.text).not.toMatch(/mailto:|<dt><\/dt>|<dd><\/dd>/)
  })
})

test('a contact may be a page', async () => {
  const college = await testCollege({ imprint: { contact: 'https://help.test/form' } })
  expect((await college.browser().get('/en/contact')).text).toContain('<a href="https://help.test/form"')
  await college.close()
})

describe('a letter about a change that somebody else may have made', () => {
  async function lastLetter(college: TestCollege): Promise<string> {
    const browser = await college.signedIn('diego')
    await submit(browser, '/en/profile/email', { email: 'd@example.org', present: password })
    const path = linkIn((await college.letters('d@example.org'))[0])
    await submit(browser, path, {})
    return (await college.letters('diego@example.org')).at(-1) ?? ''
  }

  test('says whom to write to', async () => {
    const letter = await lastLetter(named)
    expect(letter).toContain(`escriba de inmediato a:\n\n${contact}\n`)
    expect(letter).toContain(`-- \nColegio Virtual CITES\n${operator}\nhttp://127.0.0.1\n${contact}\n`)
  })

  test('does not pretend to know an address where there is none', async () => {
    const letter = await lastLetter(nameless)
    expect(letter).toContain('avise de inmediato al punto focal de su Parte')
    expect(letter).not.toContain('undefined')
    expect(letter.endsWith('-- \nColegio Virtual CITES\nhttp://127.0.0.1\n')).toBe(true)
  })
})

describe('the profile of somebody who is not confirmed', () => {
  test('names the office of the focal point, and not the person', async () => {
    const page = textOf(await (await named.signedIn('joseph')).get('/en/profile'))
    expect(page).toContain('Whom to ask The focal point of your Party, at: Management Authority')
    expect(page).toContain(`Write to ${contact}`)
    expect(page).toMatch(/Not confirmed yet Claimed on \d+ \w+ \d{4}/)
    expect(page).not.toContain('Wanjiru')
  })

  test.each([
    ['PE', 'your Party has no focal point in the College yet'],
    ['observer', 'The CITES Secretariat, which confirms those who work for no Party.'],
  ])('of %s names the Secretariat', async (party, words) => {
    const { accounts, cast } = named
    await accounts.affiliations.claim(cast.joseph.id, { party, agency: 'other' })
    const page = textOf(await (await named.signedIn('joseph')).get('/en/profile'))
    expect(page).toContain(words)
    if (party === 'observer') {
      expect(page).toContain('Affiliation Observer organization')
      expect(page).not.toContain('your Party')
    }
  })
})
