import { languageSwitch, submit, textOf } from '../support/forms.js'
import { linkIn } from '../accounts/college.js'
import { testAdministration, type TestAdministration } from './college.js'

let college: TestAdministration

beforeAll(async () => {
  college = await testAdministration()
  const { cast, records, clock } = college
  records.enrolments.set(cast.amina.id, [
    { course: 'permits', startedAt: new Date('2026-03-01'), completedAt: new Date('2026-04-02') },
  ])
  records.certificates.set(cast.amina.id, [
    { code: 'CVC-1', course: 'permits', issuedAt: new Date('2026-04-02') },
    { code: 'CVC-2', course: 'ndf', issuedAt: new Date('2024-01-02'), validUntil: new Date('2026-01-02') },
    { code: 'CVC-3', course: 'ndf', issuedAt: new Date('2025-01-02'), revokedAt: new Date('2025-02-02') },
  ])
  records.enrolments.set(cast.sylvie.id, [{ course: 'permits', startedAt: clock.now() }])
})
beforeEach(() => {
  college.clock.pass(1)
})
afterAll(() => college.close())

describe('the page of a focal point', () => {
  test('shows who waits for confirmation, and only of the own Party', async () => {
    const page = textOf(await (await college.signedIn('wanjiru')).get('/en/my-party'))
    expect(page).toContain('My Party: Kenya')
    expect(page).toContain('Waiting for confirmation (1)')
    expect(page).toContain('Confirmed (2)')
    expect(page).toContain('Joseph Kiprop joseph@example.org')
    expect(page).not.toContain('Sylvie')
  })

  test('shows enrolment and certification of the confirmed, without their addresses', async () => {
    const page = textOf(await (await college.signedIn('wanjiru')).get('/en/my-party?show=confirmed'))
    expect(page).toContain('Amina Otieno')
    expect(page).toContain('Permits completed on 2 April 2026')
    expect(page).toContain('valid, issued on 2 April 2026')
    expect(page).toContain('expired on 2 January 2026')
    expect(page).toContain('revoked')
    expect(page).not.toContain('amina@example.org')
    expect(page).not.toContain('Revoke')
  })

  test('is in the reader’s language', async () => {
    const page = textOf(await (await college.signedIn('lucie')).get('/fr/my-party'))
    expect(page).toContain('Ma Partie : Gabon')
    expect(page).toContain('Sylvie Nzé')
    expect(page).toContain('Service des forêts ou de la faune')
  })

  test.each(['amina', 'diego', 'sofia', 'adam'] as const)('is not for %s', async (name) => {
    expect((await (await college.signedIn(name)).get('/en/my-party')).status).toBe(403)
  })

  test('bears with nonsense in its address', async () => {
    const browser = await college.signedIn('wanjiru')
    const answers = await Promise.all(
      ['?show=everything&page=-1', '?page=1e9', '?show[$ne]=x'].map((query) => browser.get(`/en/my-party${query}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('a focal point', () => {
  const act = async (who: 'wanjiru' | 'lucie' | 'amina', id: string, what: string, fields: Record<string, string>) =>
    submit(await college.signedIn(who), '/en/profile', fields, { action: `/en/people/${id}/${what}` })
  const claimOf = (id: string) => college.accounts.affiliationOf(id)

  test('does not confirm somebody of another Party: that person does not exist for them', async () => {
    const { joseph } = college.cast
    const answer = await act('lucie', joseph.id, 'confirm', { party: 'KE', agency: 'police' })
    expect(answer.status).toBe(404)
    const nobody = await act('lucie', crypto.randomUUID(), 'confirm', { party: 'KE', agency: 'police' })
    const same = (text: string) =>
      text
        .replace(/reference [\w-]+/, '')
        .replace(/_csrf" value="[^"]*"/g, '')
        .replace(/people\/[\w-]+/g, '')
    expect(same(nobody.text)).toBe(same(answer.text))
    expect((await claimOf(joseph.id))?.status).toBe('claimed')
  })

  test('does not confirm the own claim, and a learner confirms nobody', async () => {
    const { wanjiru, joseph } = college.cast
    expect((await act('wanjiru', wanjiru.id, 'confirm', { party: 'KE', agency: 'police' })).status).toBe(404)
    expect((await act('amina', joseph.id, 'confirm', { party: 'KE', agency: 'police' })).status).toBe(404)
  })

  test('confirms the claim that was shown, not another one', async () => {
    const { joseph } = college.cast
    const other = await act('wanjiru', joseph.id, 'confirm', { party: 'KE', agency: 'customs' })
    expect(other.status).toBe(409)
    expect(textOf(other)).toContain('The claim is another one by now')
    expect((await claimOf(joseph.id))?.status).toBe('claimed')
  })

  test('confirms a claim: recorded, told by letter and statement, counted', async () => {
    const { joseph, wanjiru } = college.cast
    const back = '/en/my-party?show=claimed&page=1'
    const answer = await act('wanjiru', joseph.id, 'confirm', { party: 'KE', agency: 'police', back })
    expect(answer.headers['location']).toBe(back)
    expect(await claimOf(joseph.id)).toMatchObject({ status: 'confirmed', agency: 'police' })
    expect((await college.audit.list({ limit: 1 })).entries[0]).toMatchObject({
      ...{ by: wanjiru.id, action: 'affiliation-confirmed', subject: joseph.id },
    })
    expect(await college.letters('joseph@example.org')).toEqual([expect.stringContaining('were confirmed')])
    const agent = { account: { homePage: college.vocabulary.iriBase, name: joseph.id } }
    const { statements } = await college.lrs.find({ agent })
    expect(statements.map(({ statement }) => statement.verb.id)).toEqual([college.vocabulary.verbs.affiliated.id])
    // Sent twice, it is one confirmation.
    await act('wanjiru', joseph.id, 'confirm', { party: 'KE', agency: 'police' })
    expect((await college.lrs.find({ agent })).statements).toHaveLength(1)
  })

  test('rejects with a reason that the person reads, whose record it no longer sees', async () => {
    const { sylvie } = college.cast
    const browser = await college.signedIn('lucie')
    const page = `/fr/people/${sylvie.id}/reject?back=%2Ffr%2Fmy-party`
    expect(textOf(await browser.get(page))).toContain('Sylvie Nzé')
    const shown = { party: 'GA', agency: 'forest-wildlife' }
    const hidden = [...(await browser.get(page)).text.matchAll(/type="hidden" name="(party|agency)" value="([^"]+)"/g)]
    expect(Object.fromEntries(hidden.map(([, name, value]) => [name, value]))).toEqual(shown)
    expect((await submit(browser, page, { ...shown, reason: 'non' })).status).toBe(422)
    const reason = 'Madame Nzé a quitté le service en mars.'
    const answer = await submit(browser, page, { ...shown, reason, back: '/fr/my-party' })
    expect(answer.headers['location']).toBe('/fr/my-party')
    const after = textOf(await browser.get('/fr/my-party'))
    expect(after).toContain('En attente de confirmation (0)')
    expect(after).not.toContain('sylvie@example.org')
    expect((await browser.get(page)).status).toBe(404)
    const profile = textOf(await (await college.signedIn('sylvie')).get('/fr/profile'))
    expect(profile).toContain('Rejeté')
    expect(profile).toContain(reason)
    expect(await college.letters('sylvie@example.org')).toEqual([expect.stringContaining(reason)])
    expect((await college.audit.list({ limit: 1 })).entries[0]).toMatchObject({
      action: 'affiliation-rejected',
      reason,
    })
  })

  test('may be answered by a new claim', async () => {
    const browser = await college.signedIn('sylvie')
    await submit(browser, '/fr/profile/affiliation', { party: 'GA', agency: 'forest-wildlife' })
    expect(textOf(await (await college.signedIn('lucie')).get('/fr/my-party'))).toContain('Sylvie Nzé')
  })

  test('leads to no other site afterwards', async () => {
    const { sylvie } = college.cast
    const fields = { party: 'GA', agency: 'forest-wildlife', back: '//evil.example' }
    expect((await act('lucie', sylvie.id, 'confirm', fields)).headers['location']).toBe('/en/')
  })

  test('is refused without the token of the form', async () => {
    const browser = await college.signedIn('wanjiru')
    const answer = await browser
      .post(`/en/people/${college.cast.amina.id}/reject`)
      .type('form')
      .send({ party: 'KE', agency: 'customs', reason: 'Because I can.' })
    expect(answer.status).toBe(403)
    expect((await claimOf(college.cast.amina.id))?.status).toBe('confirmed')
  })

  test('invites for the own Party only', async () => {
    const browser = await college.signedIn('wanjiru')
    const page = await browser.get('/en/invitations/new')
    expect(page.text).toContain('<input type="hidden" name="party" value="KE">')
    const form = { email: 'invited@example.org', party: 'KE', agency: 'judiciary', language: 'fr' }
    expect((await submit(browser, '/en/invitations/new', form)).status).toBe(303)
    const [letter] = await college.letters('invited@example.org')
    expect(letter).toContain('\nPartie\u00a0: Kenya\nService\u00a0: Magistrature')
    expect((await college.browser().get(linkIn(letter))).status).toBe(200)
    expect((await submit(browser, '/en/invitations/new', { ...form, party: 'GA' })).status).toBe(403)
    const own = await submit(browser, '/en/invitations/new', { ...form, email: 'Wanjiru@example.org' })
    expect(own.status).toBe(422)
    expect(textOf(own)).toContain('This is your own address')
    expect(await college.letters('invited@example.org')).toHaveLength(1)
  })

  test('hands out no codes where mail works', async () => {
    const answer = await act('wanjiru', college.cast.amina.id, 'code', {})
    expect(answer.status).toBe(409)
    expect(textOf(answer)).toContain('No code is needed')
  })
})

describe('without mail', () => {
  let silent: TestAdministration
  beforeAll(async () => {
    silent = await testAdministration({ withoutMail: true })
  })
  afterAll(() => silent.close())

  test('a focal point hands out a code, shown once, to somebody who registered', async () => {
    const form = { name: 'Ruth Njeri', email: 'ruth@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(silent.browser(), '/en/register', form)
    const browser = await silent.signedIn('wanjiru')
    const list = await browser.get('/en/my-party?show=unconfirmed-address')
    expect(textOf(list)).toContain('Ruth Njeri')
    const person = await silent.accounts.listing.byEmail('ruth@example.org')
    const shown = await submit(
      browser,
      '/en/my-party?show=unconfirmed-address',
      {},
      { action: `/en/people/${person?.id}/code` },
    )
    expect(shown.status).toBe(200)
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(textOf(shown))?.[0] ?? ''
    const password = 'twelve grey parrots'
    const used = await submit(silent.browser(), '/en/code', {
      ...{ email: 'ruth@example.org', code, password, passwordAgain: password },
    })
    expect(used.status).toBe(303)
  })

  test('a focal point opens nobody’s account who has a role, and nobody’s of another Party', async () => {
    const { accounts, cast } = silent
    await accounts.roles.giveRole(cast.amina.id, { role: 'trainer', courses: ['permits'] }, 'command')
    const browser = await silent.signedIn('wanjiru')
    for (const { id } of [cast.amina, cast.sylvie, cast.wanjiru, cast.adam])
      expect((await submit(browser, '/en/profile', {}, { action: `/en/people/${id}/code` })).status).toBe(404)
    await accounts.roles.takeRole(cast.amina.id, 'trainer', 'command')
    expect((await submit(browser, '/en/profile', {}, { action: `/en/people/${cast.amina.id}/code` })).status).toBe(200)
  })

  test('an administrator hands out codes to anybody, by address', async () => {
    const browser = await silent.signedIn('adam')
    const fields = { whom: 'sofia@example.org' }
    const shown = await submit(browser, '/en/administration/roles', fields, { action: '/en/administration/codes' })
    expect(textOf(shown)).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
    const nobody = await submit(
      browser,
      '/en/administration/roles',
      { whom: 'x@example.org' },
      { action: '/en/administration/codes' },
    )
    expect(nobody.status).toBe(422)
    // The fault stands at its own field, with what was typed; the form for roles is as it was.
    expect(nobody.text).toMatch(
      /id="fault-whom">Nobody has an account[\s\S]*name="whom" type="email" value="x@example.org"/,
    )
    expect(nobody.text).not.toContain('id="fault-email"')
    expect(nobody.text).toContain('name="email" type="email" value=""')
    expect((await browser.get(languageSwitch(nobody, 'fr'))).status).toBe(200)
  })

  test('an administrator who asks for a code of their own is told whom to ask', async () => {
    const browser = await silent.signedIn('adam')
    const own = await submit(
      browser,
      '/en/administration/roles',
      { whom: 'Adam@example.org' },
      { action: '/en/administration/codes' },
    )
    expect(own.status).toBe(422)
    expect(own.text).toMatch(/id="fault-whom">This is your own account: .* ask another administrator/)
  })

  test('an invitation is a link to hand over', async () => {
    const browser = await silent.signedIn('wanjiru')
    const form = { email: 'new@example.org', party: 'KE', agency: 'police', language: 'en' }
    const made = await submit(browser, '/en/invitations/new', form)
    expect(made.status).toBe(200)
    expect(made.headers['cache-control']).toContain('no-')
    const path = /http:\/\/127\.0\.0\.1(\/en\/invitation\/[\w-]{43})/.exec(textOf(made))?.[1] ?? ''
    expect((await silent.browser().get(path)).status).toBe(200)
  })
})
