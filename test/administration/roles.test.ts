import { submit, textOf } from '../support/forms.js'
import { testAdministration, type TestAdministration } from './college.js'

let college: TestAdministration

beforeAll(async () => {
  college = await testAdministration()
})
beforeEach(() => {
  college.clock.pass(1)
})
afterAll(() => college.close())

const page = '/en/administration/roles'

describe('roles', () => {
  test('are given by an administrator, recorded, and good at once', async () => {
    const { cast, audit } = college
    const [adam, amina] = [await college.signedIn('adam'), await college.signedIn('amina')]
    expect((await amina.get('/en/administration/people')).status).toBe(403)
    await submit(adam, page, { email: 'Amina@example.org', role: 'secretariat' })
    expect((await amina.get('/en/administration/people')).status).toBe(200)
    expect((await audit.list({ limit: 1 })).entries[0]).toMatchObject({
      ...{ by: cast.adam.id, action: 'role-given', subject: cast.amina.id, details: { role: 'secretariat' } },
    })
    expect(textOf(await adam.get(page))).toContain('Amina Otieno has this role now: Secretariat.')
    await submit(adam, page, { role: 'secretariat' }, { action: `${page}/${cast.amina.id}/take` })
    expect((await amina.get('/en/administration/people')).status).toBe(403)
  })

  test('of a trainer come with courses that there are', async () => {
    const browser = await college.signedIn('adam')
    const none = await submit(browser, page, { email: 'joseph@example.org', role: 'trainer' })
    expect(none.status).toBe(422)
    expect(textOf(none)).toContain('Choose at least one course')
    await submit(browser, page, { email: 'joseph@example.org', role: 'trainer', courses: ['ndf', 'forged'] })
    expect((await college.accounts.person(college.cast.joseph.id))?.trainerOf).toEqual(['ndf'])
  })

  test('are removed after a question that names the person and the role, and so does the answer', async () => {
    const { accounts, cast } = college
    await accounts.roles.giveRole(cast.diego.id, { role: 'trainer', courses: ['permits'] }, 'command')
    const browser = await college.signedIn('adam')
    const [, way = ''] =
      new RegExp(`href="(${page}/${cast.diego.id}/take[^"]+)"`).exec((await browser.get(page)).text) ?? []
    const question = way.replaceAll('&#x3D;', '=')
    expect(textOf(await browser.get(question))).toContain('Remove the role Name Diego Ñáñez Role Trainer For Permits')
    expect((await accounts.person(cast.diego.id))?.roles).toContain('trainer')
    await submit(browser, question, { role: 'trainer' })
    expect(textOf(await browser.get(page))).toContain('Diego Ñáñez no longer has this role: Trainer.')
    // From another window: it tells nothing of somebody who holds no role.
    const again = await browser.get(question)
    expect(again.status).toBe(409)
    expect(textOf(again)).toContain('This role is not held any more')
    expect(again.text).not.toContain('Diego')
  })

  test('leave the last administrator in place', async () => {
    const { cast } = college
    const browser = await college.signedIn('adam')
    const answer = await submit(browser, page, { role: 'administrator' }, { action: `${page}/${cast.adam.id}/take` })
    expect(answer.status).toBe(409)
    expect((await browser.get(page)).status).toBe(200)
  })

  test.each([
    ['an unknown role', { email: 'amina@example.org', role: 'king' }],
    ['an unknown address', { email: 'x@example.org', role: 'secretariat' }],
    ['a focal point, whom the Secretariat appoints', { email: 'amina@example.org', role: 'focal-point' }],
    ['an operator', { 'email[$ne]': 'x', role: 'administrator' }],
  ])('are not given to %s', async (_what, fields) => {
    const browser = await college.signedIn('adam')
    expect((await submit(browser, page, fields as Record<string, string>)).status).toBe(422)
  })

  test('are not given to oneself, nor to an address that nobody has confirmed', async () => {
    const { accounts, cast } = college
    const browser = await college.signedIn('adam')
    const own = await submit(browser, page, { email: 'ADAM@example.org', role: 'secretariat' })
    expect(own.status).toBe(422)
    expect(textOf(own)).toContain('another administrator has to do this')
    expect((await accounts.person(cast.adam.id))?.roles).toEqual(['learner', 'administrator'])

    const form = { name: 'Ruth Njeri', email: 'ruth@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const answer = await submit(browser, page, { email: 'ruth@example.org', role: 'secretariat' })
    expect(answer.status).toBe(422)
    expect(textOf(answer)).toContain('Nobody has shown yet that this address is theirs')
    expect((await accounts.listing.byEmail('ruth@example.org'))?.roles).toEqual(['learner'])
  })

  test('are given by one administrator to another, and may be laid down', async () => {
    const { accounts, cast } = college
    await submit(await college.signedIn('adam'), page, { email: 'lucie@example.org', role: 'administrator' })
    const lucie = await college.signedIn('lucie')
    await submit(lucie, page, { email: 'adam@example.org', role: 'secretariat' })
    expect((await accounts.person(cast.adam.id))?.roles).toContain('secretariat')
    await submit(lucie, page, { role: 'secretariat' }, { action: `${page}/${cast.adam.id}/take` })
    await submit(lucie, page, { role: 'administrator' }, { action: `${page}/${cast.lucie.id}/take` })
    expect((await accounts.person(cast.lucie.id))?.roles).toEqual(['learner', 'focal-point'])
  })

  test.each(['amina', 'wanjiru', 'diego', 'sofia'] as const)('are not given by %s', async (name) => {
    const browser = await college.signedIn(name)
    expect((await browser.get(page)).status).toBe(403)
    const forced = await submit(
      browser,
      '/en/profile',
      { email: `${name}@example.org`, role: 'administrator' },
      { action: page },
    )
    expect(forced.status).toBe(403)
    expect((await college.accounts.person(college.cast[name].id))?.roles).not.toContain('administrator')
  })

  test('are not given without the token of the form', async () => {
    const browser = await college.signedIn('adam')
    const fields = { email: 'amina@example.org', role: 'administrator' }
    expect((await browser.post(page).type('form').send(fields)).status).toBe(403)
    expect((await college.accounts.person(college.cast.amina.id))?.roles).toEqual(['learner'])
  })
})

describe('the record of what people with roles did', () => {
  test('is read by administrators, page by page', async () => {
    const { audit, cast } = college
    for (let n = 0; n < 60; n++) {
      college.clock.pass(1)
      await audit.record({ by: cast.sofia.id, action: 'names-opened', reason: `reason number ${n}` })
    }
    const browser = await college.signedIn('adam')
    const first = await browser.get('/en/administration/audit')
    expect(textOf(first)).toContain('Sofia Lindqvist gave a reason to see names reason number 59')
    expect(textOf(first)).not.toContain('reason number 9 ')
    const older = /href="([^"]+before[^"]+)"/.exec(first.text)?.[1]?.replaceAll('&#x3D;', '=') ?? ''
    expect(textOf(await browser.get(older))).toContain('reason number 9 ')
  })

  test('is in the reader’s language', async () => {
    const browser = await college.signedIn('adam')
    expect(textOf(await browser.get('/es/administration/audit'))).toContain('indicó un motivo para ver nombres')
  })

  test.each(['amina', 'wanjiru', 'sofia'] as const)('is not for %s', async (name) => {
    expect((await (await college.signedIn(name)).get('/en/administration/audit')).status).toBe(403)
  })
})
