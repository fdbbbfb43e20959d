import { password } from '../support/cast.js'
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
    expect(text).toContain('CITES Secretariat 2 0')
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

  test('opens a Party where somebody is: with those who wait, or else with the confirmed', async () => {
    const browser = await college.signedIn('sofia')
    await give(browser)
    expect(textOf(await browser.get(`${page}?party=GA`))).toContain('Sylvie Nzé')
    const peru = await browser.get(`${page}?party=PE`)
    expect(textOf(peru)).toContain('Diego Ñáñez')
    expect(peru.text).toMatch(/aria-current="page">Confirmed \(1\)/)
  })

  test('lists all who wait, first those for whom no focal point is there, and says the ways to names', async () => {
    const { accounts, clock, audit } = college
    const place = { party: 'UG', agency: 'police', language: 'en' } as const
    clock.pass(60)
    await accounts.entry.admit({ name: 'Late Comer', email: 'late@example.org', ...place }, { password })
    const browser = await college.signedIn('sofia')
    expect(textOf(await browser.get(`${page}?list=waiting`))).not.toContain('Late Comer')
    await give(browser)
    const open = await browser.get(page)
    expect(textOf(open)).toContain('the names of the Parties below are links now')
    const [, way = ''] = /href="([^"]+list[^"]+)"/.exec(open.text) ?? []
    const list = await browser.get(way.replaceAll('&#x3D;', '='))
    expect(textOf(list)).toContain('of these, where there is no focal point: 1')
    const names = [...list.text.matchAll(/role="rowheader">([^<]+)</g)].map(([, name]) => name)
    expect(names[0]).toBe('Late Comer')
    expect(names).toContain('Sylvie Nzé')
    expect(textOf(list)).toContain('Uganda · no focal point')
    expect(textOf(list)).not.toContain('Gabon · no focal point')
    expect((await audit.list({ limit: 1 })).entries[0]).toMatchObject({ action: 'people-looked-up', reason })
  })

  test('hides the names again before their time', async () => {
    const browser = await college.signedIn('sofia')
    await give(browser)
    expect(textOf(await browser.get(`${page}?q=amina`))).toContain('Otieno')
    await submit(browser, page, {}, { action: `${page}/hide` })
    expect(textOf(await browser.get(page))).toContain('Names are hidden again.')
    expect(textOf(await browser.get(`${page}?q=amina`))).not.toContain('Otieno')
  })

  test('leads from a certificate to its record and its revocation', async () => {
    const { cast, records } = college
    const one = { course: 'permits', issuedAt: new Date('2026-04-02') }
    const gone = { ...one, code: 'CVC-OVER', revokedAt: new Date('2026-05-02') }
    records.certificates.set(cast.amina.id, [{ ...one, code: 'CVC-GOOD' }, gone])
    const browser = await college.signedIn('sofia')
    await give(browser)
    const { text } = await browser.get(`${page}?q=amina`)
    expect(text).toContain('href="/en/verify/CVC-GOOD"')
    expect(text).toContain('href="/en/certificates/CVC-GOOD/revocation"')
    expect(text).toContain('href="/en/verify/CVC-OVER"')
    expect(text).not.toContain('/CVC-OVER/revocation')
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
