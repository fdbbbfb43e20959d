import { linkIn } from '../accounts/college.js'
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

const page = '/en/invitations/new'
const form = (email: string) => ({ email, party: 'KE', agency: 'judiciary', language: 'en' })
const invite = async (who: 'wanjiru' | 'lucie' | 'sofia', fields: ReturnType<typeof form>) => {
  const browser = await college.signedIn(who)
  await submit(browser, page, fields)
  // So that what is done next comes after it.
  college.clock.pass(1)
  return browser
}
const waysOf = (html: string) =>
  [...html.matchAll(/action="(\/en\/invitations\/[0-9a-f]{64}\/\w+)"/g)].map(([, way]) => way!)
const links = async (email: string, expected: number) => (await college.letters(email, expected)).map(linkIn)
const statusOf = async (link: string) => (await college.browser().get(link)).status

describe('invitations that wait for an answer', () => {
  test('are listed with who sent them, and sent again: the link before is void', async () => {
    const browser = await invite('wanjiru', form('grace@example.org'))
    const shown = await browser.get(page)
    expect(textOf(shown)).toMatch(
      /grace@example.org No\. [0-9a-f]{12} Judiciary Wanjiru Kamau 21 November 2026 12 December 2026/,
    )
    const [again = ''] = waysOf(shown.text)
    expect((await submit(browser, page, {}, { action: again })).status).toBe(303)
    const sent = await links('grace@example.org', 2)
    expect((await Promise.all(sent.map(statusOf))).sort()).toEqual([200, 404])
    expect(textOf(await browser.get(page)).match(/No\. [0-9a-f]{12}/g)).toHaveLength(1)
  })

  test('are cancelled, which is recorded under the number by which they were sent', async () => {
    const browser = await invite('wanjiru', form('mistake@example.org'))
    const shown = await browser.get(page)
    const [, number = ''] = /mistake@example\.org No\. (\w+)/.exec(textOf(shown)) ?? []
    const way = waysOf(shown.text).find((one) => one.includes(number) && one.endsWith('/cancel')) ?? ''
    await submit(browser, page, {}, { action: way })
    expect(textOf(await browser.get(page))).toContain('The invitation to mistake@example.org is cancelled')
    expect(textOf(await browser.get(page))).not.toContain('mistake@example.org')
    const [link = ''] = await links('mistake@example.org', 1)
    expect(await statusOf(link)).toBe(404)
    const { entries } = await college.audit.list({ limit: 100 })
    const trace = entries.filter(({ subject }) => subject === number).map(({ action, details }) => [action, details])
    const details = { party: 'KE', agency: 'judiciary' }
    expect(trace).toEqual([
      ['invitation-cancelled', details],
      ['invited', details],
    ])
  })

  test('are traced in the audit to the account that accepted', async () => {
    const browser = await invite('wanjiru', { ...form('joseph@example.org'), agency: 'police' })
    const [, number = ''] = /joseph@example\.org No\. (\w+)/.exec(textOf(await browser.get(page))) ?? []
    const [link = ''] = await links('joseph@example.org', 1)
    await submit(await college.signedIn('joseph'), link, {}, { action: `${link}/accept` })
    expect((await college.audit.list({ limit: 1 })).entries[0]).toMatchObject({
      ...{ by: college.cast.wanjiru.id, action: 'affiliation-confirmed', subject: college.cast.joseph.id },
      details: { how: 'invitation', invitation: number },
    })
    expect(textOf(await browser.get(page))).not.toContain('joseph@example.org')
  })

  test('are those of the own Party, and of the Secretariat its own', async () => {
    const wanjiru = await invite('wanjiru', form('ours@example.org'))
    const sofia = await invite('sofia', { ...form('theirs@example.org'), party: 'PE' })
    const [, cancel = ''] = waysOf((await wanjiru.get(page)).text)
    for (const browser of [sofia, await college.signedIn('lucie')]) {
      expect(textOf(await browser.get(page))).not.toContain('ours@example.org')
      expect((await submit(browser, page, {}, { action: cancel })).status).toBe(404)
    }
    expect(textOf(await sofia.get(page))).toContain('theirs@example.org')
    expect(textOf(await wanjiru.get(page))).not.toContain('theirs@example.org')
    const amina = await college.signedIn('amina')
    expect((await submit(amina, '/en/profile', {}, { action: cancel })).status).toBe(403)
  })

  test('without mail, sent again is a new link to hand over', async () => {
    const silent = await testAdministration({ withoutMail: true })
    const browser = await silent.signedIn('wanjiru')
    await submit(browser, page, form('new@example.org'))
    const [again = ''] = waysOf((await browser.get(page)).text)
    const made = await submit(browser, page, {}, { action: again })
    expect(textOf(made)).toMatch(/http:\/\/127\.0\.0\.1\/en\/invitation\/[\w-]{43}/)
    await silent.close()
  })
})
