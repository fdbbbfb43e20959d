import type { Invitation } from '../../server/accounts/invitations.js'
import { password as castPassword } from '../support/cast.js'
import { languageSwitch, submit, textOf } from '../support/forms.js'
import { linkIn, testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.close())

const password = 'twelve grey parrots'

async function invited(email: string, change: Partial<Invitation> = {}): Promise<string> {
  const { accounts, cast, clock } = college
  // So that the newest letter is the last.
  clock.pass(1)
  await accounts.invitations.invite({
    ...{ email, party: 'KE', agency: 'customs', language: 'en' },
    ...{ invitedBy: cast.wanjiru.id, how: 'focal-point' },
    ...change,
  } as Invitation)
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

  test('is no use to somebody else who is signed in, and is not offered to them', async () => {
    const path = await invited('diego@example.org')
    const browser = await college.signedIn('amina')
    const page = await browser.get(path)
    expect(textOf(page)).toContain('This invitation is for diego@example.org, and you are signed in as Amina Otieno')
    expect(page.text).not.toContain(`${path}/accept`)
    const answer = await submit(browser, path, {}, { action: `${path}/accept` })
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain('This invitation is for another address')
    expect((await college.accounts.affiliationOf(college.cast.diego.id))?.party).toBe('PE')
  })

  test('leaves whoever made a mistake a way to another language', async () => {
    const path = await invited('mistaken@example.org')
    const browser = college.browser()
    const answer = await submit(browser, path, { name: 'Ruth Njeri', language: 'en' }, { action: `${path}/join` })
    expect(answer.status).toBe(422)
    expect((await browser.get(languageSwitch(answer, 'fr'))).status).toBe(200)
  })

  test('is gone on with by whoever signs out there to be another', async () => {
    const path = await invited('diego@example.org')
    const browser = await college.signedIn('amina')
    const away = await submit(browser, path, { next: path }, { action: '/en/sign-out' })
    expect(away.headers['location']).toBe(path)
    expect(textOf(await browser.get(path))).toContain('Sign in to accept')
    const elsewhere = await submit(
      await college.signedIn('amina'),
      path,
      { next: '//a.test' },
      { action: '/en/sign-out' },
    )
    expect(elsewhere.headers['location']).toBe('/en/')
  })

  test('says who invites, to what, until when, and what to do if it was not expected', async () => {
    await invited('letter@example.org')
    const [letter] = await college.letters('letter@example.org')
    expect(letter).toContain('Subject: Wanjiru Kamau invites you')
    expect(letter).toContain('Invited by: Wanjiru Kamau (Focal point)\nParty: Kenya\nAgency: Customs\n')
    const until = new Date(college.clock.now().getTime() + 21 * 24 * 60 * 60_000)
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(until)
    expect(letter).toContain(`open this link by ${day}:`)
    expect(letter).toContain('If you did not expect this')
    const page = textOf(await college.browser().get(linkIn(letter)))
    expect(page).toContain(`Invited by Wanjiru Kamau (Focal point) Good until ${day}`)
  })

  test('takes the place of an earlier one of the same address to the same Party, and of no other', async () => {
    const first = await invited('again@example.org')
    const elsewhere = await invited('again@example.org', { party: 'UG', invitedBy: college.cast.sofia.id })
    const second = await invited('AGAIN@example.org')
    const good = async (path: string) => (await college.browser().get(path)).status
    expect([await good(first), await good(elsewhere), await good(second)]).toEqual([404, 200, 200])
  })

  test('does not open an account that is there, without its password', async () => {
    const path = await invited('lucie@example.org')
    const other = await invited('open@example.org')
    const form = { name: 'Thief', language: 'en', password, passwordAgain: password }
    const answer = await submit(college.browser(), other, form, { action: `${path}/join` })
    expect(answer.status).toBe(409)
    expect((await college.accounts.person(college.cast.lucie.id))?.name).toBe('Lucie Mba')
  })

  test('ends being the focal point of the Party that is left', async () => {
    const { accounts, audit, cast } = college
    const path = await invited('lucie@example.org', { party: 'UG', invitedBy: cast.sofia.id, how: 'secretariat' })
    const browser = await college.signedIn('lucie')
    await submit(browser, path, {}, { action: `${path}/accept` })
    expect(await accounts.person(cast.lucie.id)).toMatchObject({
      ...{ roles: ['learner'], focalPointOf: undefined, affiliation: { party: 'UG', status: 'confirmed' } },
    })
    const { entries } = await audit.list({ limit: 100 })
    const taken = entries.find(({ subject, action }) => subject === cast.lucie.id && action === 'role-taken')
    expect(taken?.details).toEqual({ role: 'focal-point', party: 'GA' })
  })

  test('leaves the post of a focal point who is invited to another agency of the same Party', async () => {
    const { accounts, cast } = college
    await accounts.roles.giveRole(cast.diego.id, { role: 'focal-point', party: 'PE' }, 'command')
    const path = await invited('diego@example.org', { party: 'PE', invitedBy: cast.sofia.id, how: 'secretariat' })
    await submit(await college.signedIn('diego'), path, {}, { action: `${path}/accept` })
    expect((await accounts.person(cast.diego.id))?.focalPointOf).toBe('PE')
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

describe('whoever invites', () => {
  const join = { name: 'Grace Wambui', language: 'en', password, passwordAgain: password }

  test('does not vouch for themselves: not at sending, and not at accepting', async () => {
    const { accounts, cast, connection } = college
    await expect(invited('Wanjiru@example.org')).rejects.toThrow('own-invitation')
    const path = await invited('second@example.org')
    await accounts.affiliations.claim(cast.wanjiru.id, { party: 'KE', agency: 'customs' })
    // The second mailbox becomes the account's address.
    const address = { email: 'second@example.org', emailKey: 'second@example.org' }
    await connection.collection('people').updateOne({ emailKey: 'wanjiru@example.org' }, { $set: address })
    const browser = college.browser()
    await submit(browser, '/en/sign-in', { email: 'second@example.org', password: castPassword })
    const answer = await submit(browser, path, {}, { action: `${path}/accept` })
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain('This invitation is your own')
    expect((await accounts.affiliationOf(cast.wanjiru.id))?.status).toBe('claimed')
  })

  test('and is no longer the focal point, has invited nobody', async () => {
    const { accounts, cast } = college
    const [fresh, known] = [await invited('mole@example.org'), await invited('joseph@example.org')]
    const before = await accounts.affiliationOf(cast.joseph.id)
    const joseph = await college.signedIn('joseph')
    const [page, offer] = [await college.browser().get(fresh), await joseph.get(known)]
    expect([page.status, offer.status]).toEqual([200, 200])
    await accounts.roles.takeRole(cast.wanjiru.id, 'focal-point', 'command')
    expect((await college.browser().get(fresh)).status).toBe(404)
    const answers = [
      await submit(college.browser(), '/en/sign-in', join, { action: `${fresh}/join` }),
      await submit(joseph, '/en/profile', {}, { action: `${known}/accept` }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(await accounts.invitations.acceptSignedIn(known.split('/').at(-1)!, cast.joseph.id)).toBe(false)
    expect(await accounts.listing.byEmail('mole@example.org')).toBeUndefined()
    expect(await accounts.affiliationOf(cast.joseph.id)).toEqual(before)
    // Nor as the focal point of another Party.
    await accounts.roles.giveRole(cast.wanjiru.id, { role: 'focal-point', party: 'UG' }, 'command')
    expect((await college.browser().get(fresh)).status).toBe(404)
    await accounts.roles.giveRole(cast.wanjiru.id, { role: 'focal-point', party: 'KE' }, 'command')
    expect((await college.browser().get(fresh)).status).toBe(200)
  })
})

describe('an invitation whose acceptance was cut off', () => {
  /** What the server does when it dies before it writes an affiliation. */
  const whileAffiliationsFail = async (work: () => Promise<void>) => {
    const model = college.connection.model('Affiliation')
    const { create, updateOne } = model
    const die = () => Promise.reject(new Error('the server died here'))
    Object.assign(model, { create: die, updateOne: die })
    await work().finally(() => Object.assign(model, { create, updateOne }))
  }

  test('is still good, for somebody new and for somebody who has an account', async () => {
    const { accounts, cast } = college
    const [fresh, known] = [await invited('cut@example.org'), await invited('amina@example.org', { agency: 'police' })]
    const form = { name: 'Cut Off', language: 'en', password, passwordAgain: password }
    const amina = await college.signedIn('amina')
    await whileAffiliationsFail(async () => {
      expect((await submit(college.browser(), fresh, form, { action: `${fresh}/join` })).status).toBe(500)
      expect((await submit(amina, known, {}, { action: `${known}/accept` })).status).toBe(500)
    })
    expect((await submit(college.browser(), fresh, form, { action: `${fresh}/join` })).status).toBe(303)
    expect((await submit(amina, known, {}, { action: `${known}/accept` })).status).toBe(303)
    expect((await accounts.listing.byEmail('cut@example.org'))?.affiliation.status).toBe('confirmed')
    expect(await accounts.affiliationOf(cast.amina.id)).toMatchObject({ agency: 'police', status: 'confirmed' })
    for (const path of [fresh, known]) expect((await college.browser().get(path)).status).toBe(404)
  })

  test('so is a link to choose a password', async () => {
    const form = { name: 'Ruth Njeri', email: 'dead@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const path = linkIn((await college.letters('dead@example.org'))[0])
    const choose = () => submit(college.browser(), path, { password, passwordAgain: password })
    await whileAffiliationsFail(async () => expect((await choose()).status).toBe(500))
    expect((await choose()).status).toBe(303)
  })
})

test('without mail, the inviter gets the link to hand over', async () => {
  const silent = await testCollege({ withoutMail: true })
  const { accounts, cast } = silent
  const path = await accounts.invitations.invite({
    ...{ email: 'x@example.org', party: 'KE', agency: 'customs', language: 'en' },
    ...{ invitedBy: cast.wanjiru.id, how: 'focal-point' },
  })
  expect((await silent.browser().get(`/en${path}`)).status).toBe(200)
  await silent.close()
})
