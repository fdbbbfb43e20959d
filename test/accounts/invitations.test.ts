import type { Invitation } from '../../server/accounts/invitations.js'
import { submit, textOf } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.close())

const password = 'twelve grey parrots'

async function invited(email: string, change: Partial<Invitation> = {}): Promise<string> {
  const { accounts, cast } = college
  await accounts.invitations.invite(
    {
      ...{ email, party: 'KE', agency: 'customs', language: 'en' },
      ...{ invitedBy: cast.wanjiru.id, how: 'focal-point' },
      ...change,
    } as Invitation,
    'Kenya',
  )
  return linkIn((await college.letters(email)).findLast((letter) => letter.includes('/invitation/')))
}

describe('an invitation', () => {
  test('opens an account that is confirmed at once, and is told by a statement', async () => {
    const path = await invited('grace@example.org')
    const browser = college.browser()
    const page = textOf(await browser.get(path))
    expect(page).toContain('Kenya')
    expect(page).toContain('Never your answers')
    const form = { name: 'Grace Wambui', language: 'en', password, passwordAgain: password }
    expect((await submit(browser, path, form, { action: `${path}/join` })).status).toBe(303)
    expect(textOf(await browser.get('/en/profile'))).toContain('Confirmed')
    const person = await college.accounts.listing.byEmail('grace@example.org')
    const history = await college.accounts.affiliations.history(person?.id ?? '')
    expect(history?.current).toMatchObject({ how: 'invitation', confirmedBy: college.cast.wanjiru.id })
    const actor = { account: { homePage: college.vocabulary.iriBase, name: person?.id ?? '' } }
    const { statements } = await college.lrs.find({ agent: actor })
    expect(statements.map(({ statement }) => statement.verb.id)).toEqual([college.vocabulary.verbs.affiliated.id])
  })

  test('is good once, and for three weeks', async () => {
    const [once, slow] = [await invited('once@example.org'), await invited('slow@example.org')]
    const form = { name: 'Once', language: 'en', password, passwordAgain: password }
    await submit(college.browser(), once, form, { action: `${once}/join` })
    expect((await college.browser().get(once)).status).toBe(404)
    college.clock.pass(21 * 24 * 60)
    expect((await college.browser().get(slow)).status).toBe(404)
  })

  test('confirms a claim of somebody who has an account, after signing in', async () => {
    const path = await invited('joseph@example.org', { agency: 'police' })
    const page = await college.browser().get(path)
    expect(textOf(page)).toContain('Sign in to accept')
    expect(page.text.replaceAll('&#x3D;', '=')).toContain(`/en/sign-in?next=${encodeURIComponent(path)}`)
    const browser = await college.signedIn('joseph')
    expect((await submit(browser, path, {}, { action: `${path}/accept` })).status).toBe(303)
    expect(await college.accounts.affiliationOf(college.cast.joseph.id)).toMatchObject({
      ...{ party: 'KE', agency: 'police', status: 'confirmed' },
    })
  })

  test('brings somebody who works elsewhere to the new place', async () => {
    const path = await invited('sylvie@example.org')
    const browser = await college.signedIn('sylvie')
    await submit(browser, path, {}, { action: `${path}/accept` })
    expect(await college.accounts.affiliationOf(college.cast.sylvie.id)).toMatchObject({
      ...{ party: 'KE', agency: 'customs', status: 'confirmed' },
    })
  })

  test('is no use to somebody else who is signed in', async () => {
    const path = await invited('diego@example.org')
    const browser = await college.signedIn('amina')
    const answer = await submit(browser, path, {}, { action: `${path}/accept` })
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain('This invitation is for another address')
    expect((await college.accounts.affiliationOf(college.cast.diego.id))?.party).toBe('PE')
  })

  test('does not open an account that is there, without its password', async () => {
    const path = await invited('lucie@example.org')
    const other = await invited('open@example.org')
    const form = { name: 'Thief', language: 'en', password, passwordAgain: password }
    const answer = await submit(college.browser(), other, form, { action: `${path}/join` })
    expect(answer.status).toBe(409)
    expect((await college.accounts.person(college.cast.lucie.id))?.name).toBe('Lucie Mba')
  })

  test('takes the place of a registration that was not confirmed', async () => {
    const form = { name: 'Ruth Njeri', email: 'ruth@example.org', party: 'UG', agency: 'police', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const path = await invited('ruth@example.org')
    const join = { name: 'Ruth N. Njeri', language: 'fr', password, passwordAgain: password }
    await submit(college.browser(), path, join, { action: `${path}/join` })
    expect(await college.accounts.listing.byEmail('ruth@example.org')).toMatchObject({
      ...{ name: 'Ruth N. Njeri', language: 'fr', emailConfirmed: true },
      affiliation: { party: 'KE', agency: 'customs', status: 'confirmed' },
    })
  })
})

test('without mail, the inviter gets the link to hand over', async () => {
  const silent = await testCollege({ withoutMail: true })
  const { accounts, cast } = silent
  const path = await accounts.invitations.invite(
    {
      ...{ email: 'x@example.org', party: 'KE', agency: 'customs', language: 'en' },
      ...{ invitedBy: cast.wanjiru.id, how: 'focal-point' },
    },
    'Kenya',
  )
  expect((await silent.browser().get(`/en${path}`)).status).toBe(200)
  await silent.close()
})
