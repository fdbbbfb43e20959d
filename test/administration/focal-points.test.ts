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

const people = '/en/administration/people'
const reason = 'Confirming officials of Parties without a focal point'
const give = async (browser: Awaited<ReturnType<TestAdministration['signedIn']>>) =>
  submit(browser, people, { reason }, { action: `${people}/reason` })

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
