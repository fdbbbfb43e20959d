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

type Who = 'wanjiru' | 'lucie' | 'sofia'
const act = async (who: Who, id: string, what: string, fields: Record<string, string>) =>
  submit(await college.signedIn(who), '/en/profile', fields, { action: `/en/people/${id}/${what}` })
const police = { party: 'KE', agency: 'police' } as const
const customs = { party: 'KE', agency: 'customs' } as const
const entries = async (subject: string) => {
  const all = (await college.audit.list({ limit: 100 })).entries
  return all.filter((entry) => entry.subject === subject).map(({ action }) => action)
}
const subjects = (letters: string[]) => letters.map((letter) => /\nSubject: (.*)/.exec(letter)?.[1])

describe('a confirmation', () => {
  test('that is sent from two windows is recorded and told once, and says nothing of what is not so', async () => {
    const { joseph } = college.cast
    const answers = await Promise.all([
      act('wanjiru', joseph.id, 'confirm', police),
      act('wanjiru', joseph.id, 'confirm', police),
    ])
    const third = await act('wanjiru', joseph.id, 'confirm', police)
    expect([...answers, third].map(({ status }) => status)).toEqual([303, 303, 303])
    expect(await entries(joseph.id)).toEqual(['affiliation-confirmed'])
    const letters = await college.letters('joseph@example.org')
    expect(letters).toHaveLength(1)
    // He holds no certificate: nobody counts him.
    expect(letters[0]).toContain('your certificates count')
    expect(letters[0]).not.toContain('you are counted')
  })

  test('that is withdrawn has words of its own: page, message, letter, profile and record', async () => {
    const { amina } = college.cast
    const browser = await college.signedIn('wanjiru')
    const list = await browser.get('/en/my-party?show=confirmed')
    const [, way = ''] = new RegExp(`href="(/en/people/${amina.id}/end[^"]*)"`).exec(list.text) ?? []
    const page = await browser.get(way.replaceAll('&#x3D;', '='))
    expect(page.text).toContain('<h1>Withdraw the confirmation</h1>')
    expect(page.text).not.toMatch(/<h1>Reject|>Reject</)

    const reason = 'She works for the judiciary now.'
    const fields = { ...customs, reason, back: '/en/my-party' }
    await submit(browser, `/en/people/${amina.id}/end`, fields)
    const after = textOf(await browser.get('/en/my-party'))
    expect(after).toContain('The confirmation has ended; the person is told so, and why.')
    const letters = await college.letters('amina@example.org')
    expect(subjects(letters)).toEqual(['Your Party and agency are no longer confirmed'])
    expect(letters[0]).toContain(reason)
    expect(letters[0]).not.toContain('not confirmed. The reason')
    const profile = textOf(await (await college.signedIn('amina')).get('/en/profile'))
    expect(profile).toContain('No longer confirmed')
    expect(profile).toContain('This was confirmed, and is no longer')
    expect(await entries(amina.id)).toEqual(['affiliation-ended'])
  })

  test('is not withdrawn by the form that rejects a claim, nor a claim rejected by the other', async () => {
    const { joseph, sylvie } = college.cast
    const reason = 'This was decided before it changed.'
    const answers = [
      await act('wanjiru', joseph.id, 'reject', { ...police, reason }),
      await act('lucie', sylvie.id, 'end', { party: 'GA', agency: 'forest-wildlife', reason }),
      await (await college.signedIn('wanjiru')).get(`/en/people/${joseph.id}/reject`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    expect((await college.accounts.affiliationOf(joseph.id))?.status).toBe('confirmed')
    expect((await college.accounts.affiliationOf(sylvie.id))?.rejectedAt).toBeUndefined()
  })
})

describe('a rejection', () => {
  const gabon = { party: 'GA', agency: 'forest-wildlife' } as const
  const reason = 'Nobody of this name works here.'

  test('by mistake is taken back by whoever made it, and the claim waits again', async () => {
    const { accounts, cast } = college
    const browser = await college.signedIn('lucie')
    await submit(browser, `/en/people/${cast.sylvie.id}/reject`, { ...gabon, reason })
    const list = await browser.get('/en/my-party')
    expect(textOf(list)).toContain('Rejected by you')
    expect(textOf(list)).toContain('Sylvie Nzé')
    expect(textOf(list)).toContain(reason)
    // Not by the focal point of another Party, nor by the Secretariat, which did not do it.
    for (const who of ['wanjiru', 'sofia'] as const)
      expect((await act(who, cast.sylvie.id, 'take-back', gabon)).status).toBe(404)

    const answer = await submit(
      browser,
      '/en/my-party',
      { ...gabon, back: '/en/my-party' },
      { action: `/en/people/${cast.sylvie.id}/take-back` },
    )
    expect(answer.headers['location']).toBe('/en/my-party')
    const after = textOf(await browser.get('/en/my-party'))
    expect(after).toContain('Waiting for confirmation (1)')
    expect(after).not.toContain('Rejected by you')
    expect(await accounts.affiliationOf(cast.sylvie.id)).toEqual({
      ...gabon,
      status: 'claimed',
      since: expect.any(Date),
    })
    expect(subjects(await college.letters('sylvie@example.org', 2)).sort()).toEqual([
      'Votre Partie et votre service n’ont pas été confirmés',
      'Votre Partie et votre service seront réexaminés',
    ])
    expect(await entries(cast.sylvie.id)).toEqual(['rejection-taken-back', 'affiliation-rejected'])
  })

  test('is taken back for seven days', async () => {
    const { cast, clock } = college
    await act('lucie', cast.sylvie.id, 'reject', { ...gabon, reason })
    clock.pass(7 * 24 * 60 + 1)
    expect(textOf(await (await college.signedIn('lucie')).get('/en/my-party'))).not.toContain('Sylvie')
    expect((await act('lucie', cast.sylvie.id, 'take-back', gabon)).status).toBe(404)
  })

  test('is seen at the next claim for the same Party, with its reason, and by no other', async () => {
    const { accounts, cast } = college
    const sylvie = (await accounts.person(cast.sylvie.id))!
    await accounts.profile.changePlace(sylvie, gabon)
    const again = textOf(await (await college.signedIn('lucie')).get('/fr/my-party'))
    expect(again).toContain(`Rejet du`)
    expect(again).toContain(reason)
    await accounts.profile.changePlace(sylvie, { party: 'KE', agency: 'customs' })
    const elsewhere = textOf(await (await college.signedIn('wanjiru')).get('/en/my-party'))
    expect(elsewhere).toContain('Sylvie Nzé')
    expect(elsewhere).not.toContain(reason)
  })
})
