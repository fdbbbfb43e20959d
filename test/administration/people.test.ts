import { languageSwitch, submit, textOf } from '../support/forms.js'
import { testAdministration, type TestAdministration } from './college.js'

let college: TestAdministration

beforeAll(async () => {
  college = await testAdministration()
})
beforeEach(() => {
  college.clock.pass(1)
})
afterAll(() => college.close())

const page = '/en/administration/people'
const reason = 'Confirming officials of Parties without a focal point'
const give = async (browser: Awaited<ReturnType<TestAdministration['signedIn']>>) =>
  submit(browser, page, { reason }, { action: `${page}/reason` })

describe('the Secretariat’s page of people', () => {
  test('shows figures, and nobody’s name', async () => {
    const text = textOf(await (await college.signedIn('sofia')).get(page))
    expect(text).toContain('Kenya 2 1')
    expect(text).toContain('Gabon 1 1')
    expect(text).toContain('Police 0 1')
    expect(text).toContain('Total 6 2')
    expect(text).not.toMatch(/Otieno|Kiprop|Kamau/)
  })

  test('shows no name to whoever asks without a reason', async () => {
    const browser = await college.signedIn('sofia')
    for (const query of ['?q=amina', '?party=KE&show=confirmed', '?q=amina&party=KE'])
      expect(textOf(await browser.get(page + query))).not.toContain('Otieno')
  })

  test('wants a reason that can be understood', async () => {
    const browser = await college.signedIn('sofia')
    const answer = await submit(browser, page, { reason: 'because' }, { action: `${page}/reason` })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('At least 10 characters are needed')
    expect((await browser.get(languageSwitch(answer, 'fr'))).status).toBe(200)
    expect(textOf(await browser.get(`${page}?q=amina`))).not.toContain('Otieno')
  })

  test('shows names after a reason, records it and every look, for thirty minutes and this session', async () => {
    const { cast, audit, clock } = college
    const browser = await college.signedIn('sofia')
    await give(browser)
    const found = textOf(await browser.get(`${page}?q=OTIEN`))
    expect(found).toContain('Amina Otieno amina@example.org Kenya')
    const [looked, opened] = (await audit.list({ limit: 2 })).entries
    expect([opened, looked].map((entry) => entry?.action).sort()).toEqual(['names-opened', 'people-looked-up'])
    for (const entry of [looked, opened]) expect(entry).toMatchObject({ by: cast.sofia.id, reason })
    expect(JSON.stringify([looked, opened])).toContain(cast.amina.id)
    expect(JSON.stringify([looked, opened])).not.toMatch(/otien/i)

    const elsewhere = await college.signedIn('sofia')
    expect(textOf(await elsewhere.get(`${page}?q=amina`))).not.toContain('Otieno')
    clock.pass(29)
    expect(textOf(await browser.get(`${page}?q=amina`))).toContain('Otieno')
    clock.pass(2)
    expect(textOf(await browser.get(`${page}?q=amina`))).not.toContain('Otieno')
  })

  test('finds by the beginnings of words, without accents, and by address', async () => {
    const browser = await college.signedIn('sofia')
    await give(browser)
    const names = async (q: string) =>
      ['Amina Otieno', 'Joseph Kiprop', 'Diego Ñáñez']
        .filter(async () => true)
        .filter((name) => texts.get(q)?.includes(name))
    const texts = new Map<string, string>()
    for (const q of ['nanez', 'ami oti', 'joseph@', 'tieno', '.*', '^a', 'x" onload="'])
      texts.set(q, textOf(await browser.get(`${page}?q=${encodeURIComponent(q)}`)))
    expect(await names('nanez')).toEqual(['Diego Ñáñez'])
    expect(await names('ami oti')).toEqual(['Amina Otieno'])
    expect(await names('joseph@')).toEqual(['Joseph Kiprop'])
    for (const q of ['tieno', '.*', '^b', 'x" onload="']) expect(await names(q)).toEqual([])
  })

  test('lists a Party, and lets confirm there', async () => {
    const { cast, accounts } = college
    const browser = await college.signedIn('sofia')
    await give(browser)
    const list = `${page}?party=KE&show=claimed`
    expect(textOf(await browser.get(list))).toContain('Joseph Kiprop')
    const fields = { party: 'KE', agency: 'police', back: list }
    const answer = await submit(browser, list, fields, { action: `/en/people/${cast.joseph.id}/confirm` })
    expect(answer.headers['location']).toBe(list)
    const history = await accounts.affiliations.history(cast.joseph.id)
    expect(history?.current).toMatchObject({ how: 'secretariat', confirmedBy: cast.sofia.id })
  })

  test('shows the name of whom it rejects only after a reason', async () => {
    const path = `/en/people/${college.cast.sylvie.id}/reject`
    const browser = await college.signedIn('sofia')
    const answer = await browser.get(path)
    expect(answer.status).toBe(403)
    expect(textOf(answer)).toContain('A reason is needed')
    await give(browser)
    expect(textOf(await browser.get(path))).toContain('Sylvie Nzé')
  })

  test('withdraws what was confirmed, which ends it', async () => {
    const { cast, accounts } = college
    const browser = await college.signedIn('sofia')
    await give(browser)
    const fields = { party: 'PE', agency: 'scientific-authority', reason: 'The authority wrote that he left.' }
    await submit(browser, `/en/people/${cast.diego.id}/end`, fields)
    expect(await accounts.affiliationOf(cast.diego.id)).toMatchObject({
      status: 'claimed',
      rejectedAt: expect.any(Date),
    })
  })

  test('invites for any Party', async () => {
    const browser = await college.signedIn('sofia')
    const form = { email: 'anybody@example.org', party: 'PE', agency: 'customs', language: 'es' }
    expect((await submit(browser, '/en/invitations/new', form)).status).toBe(303)
    expect(await college.letters('anybody@example.org')).toEqual([expect.stringContaining('\nParte: Perú\n')])
  })

  test.each(['amina', 'wanjiru', 'diego', 'adam'] as const)('is not for %s', async (name) => {
    const browser = await college.signedIn(name)
    expect((await browser.get(page)).status).toBe(403)
    expect((await browser.get('/en/administration/focal-points')).status).toBe(403)
    const forced = await submit(browser, '/en/profile', { reason }, { action: `${page}/reason` })
    expect(forced.status).toBe(403)
  })

  test('asks a stranger to sign in', async () => {
    const answer = await college.browser().get(page)
    expect(answer.headers['location']).toBe(`/en/sign-in?next=${encodeURIComponent(page)}`)
  })
})

describe('appointing focal points', () => {
  const list = '/en/administration/focal-points'

  test('confirms the affiliation, gives the role, and both are recorded', async () => {
    const { cast, accounts, audit } = college
    const browser = await college.signedIn('sofia')
    await submit(browser, list, { party: 'GA', email: 'SYLVIE@example.org' })
    expect(await accounts.person(cast.sylvie.id)).toMatchObject({
      ...{ focalPointOf: 'GA', affiliation: { status: 'confirmed' } },
    })
    const actions = (await audit.list({ limit: 2 })).entries.map(({ action }) => action)
    expect(actions.sort()).toEqual(['affiliation-confirmed', 'role-given'])
    const after = textOf(await browser.get(list))
    expect(after).toContain('Gabon Sylvie Nzé')
    expect(after).toContain('Sylvie Nzé is now a focal point of this Party: Gabon.')
  })

  test('is seen by the person at once, and ends at once', async () => {
    const { cast } = college
    const [browser, focal] = [await college.signedIn('sofia'), await college.signedIn('sylvie')]
    expect((await focal.get('/fr/my-party')).status).toBe(200)
    const question = `${list}/${cast.sylvie.id}/withdraw`
    expect(textOf(await browser.get(question))).toContain(
      'End the appointment Name Sylvie Nzé Role Focal point For Gabon',
    )
    expect((await focal.get('/fr/my-party')).status).toBe(200)
    await submit(browser, question, {})
    expect(textOf(await browser.get(list))).toContain('Sylvie Nzé is no longer a focal point of this Party: Gabon.')
    expect((await focal.get('/fr/my-party')).status).toBe(403)
  })

  test('tells nothing of whether an address has an account', async () => {
    const browser = await college.signedIn('sofia')
    const form = { name: 'Ruth Njeri', email: 'ruth@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const answers = []
    for (const email of ['lucie@example.org', 'ruth@example.org', 'x@example.org']) {
      const { status, text } = await submit(browser, list, { party: 'KE', email })
      answers.push({ status, text: text.replace(email, '').replace(/name="_csrf" value="[^"]*"/g, '') })
    }
    expect(answers[0]?.status).toBe(422)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(answers[0]?.text).toContain('Nobody of this Party has confirmed this address')
  })

  test.each([
    ['en', 'Kenya', 'End the appointment'],
    ['fr', 'Kenya', 'Mettre fin'],
    ['es', 'Kenya', 'Poner fin al nombramiento'],
  ])('lists in %s who is appointed, without their addresses', async (language, party, action) => {
    const page = await (await college.signedIn('sofia')).get(`/${language}/administration/focal-points`)
    expect(textOf(page)).toContain(`${party} Wanjiru Kamau ${action}`)
    expect(page.text).not.toContain('wanjiru@example.org')
  })

  test('is ended by the Secretariat’s word that the person does not work there any more', async () => {
    const { accounts, cast } = college
    const browser = await college.signedIn('sofia')
    await give(browser)
    const fields = { party: 'GA', agency: 'management-authority', reason: 'The authority wrote that she left.' }
    await submit(browser, `/en/people/${cast.lucie.id}/end`, fields)
    expect(await accounts.person(cast.lucie.id)).toMatchObject({ roles: ['learner'], focalPointOf: undefined })
  })

  test('is undone for somebody who leaves the Party in the same moment', async () => {
    const { accounts, cast } = college
    const joseph = (await accounts.person(cast.joseph.id))!
    const sofia = (await accounts.person(cast.sofia.id))!
    for (let round = 0; round < 8; round++) {
      await accounts.affiliations.confirm(joseph.id, { party: 'KE', agency: 'police' }, { by: 'x', how: 'command' })
      await Promise.allSettled([
        accounts.vouching.appoint((await accounts.person(joseph.id))!, 'KE', sofia),
        accounts.profile.changePlace(joseph, { party: 'UG', agency: 'police' }),
      ])
      expect(await accounts.person(joseph.id)).toMatchObject({ focalPointOf: undefined, roles: ['learner'] })
    }
  })

  test('is undone for somebody who had left the Party when the form came', async () => {
    const { accounts, cast } = college
    await accounts.affiliations.confirm(cast.joseph.id, { party: 'KE', agency: 'police' }, { by: 'x', how: 'command' })
    const [joseph, sofia] = [(await accounts.person(cast.joseph.id))!, (await accounts.person(cast.sofia.id))!]
    await accounts.profile.changePlace(joseph, { party: 'UG', agency: 'police' })
    await expect(accounts.vouching.appoint(joseph, 'KE', sofia)).rejects.toThrow('not-of-this-party')
    expect(await accounts.person(joseph.id)).toMatchObject({ focalPointOf: undefined, roles: ['learner'] })
  })

  test.each([
    ['somebody of another Party', { party: 'KE', email: 'lucie@example.org' }, 422],
    ['an address that nobody has', { party: 'KE', email: 'x@example.org' }, 422],
    ['for what is no Party', { party: 'observer', email: 'adam@example.org' }, 422],
    ['themselves', { party: 'KE', email: 'sofia@example.org' }, 403],
  ])('does not appoint %s', async (_what, fields, status) => {
    const browser = await college.signedIn('sofia')
    expect((await submit(browser, list, fields)).status).toBe(status)
  })
})
