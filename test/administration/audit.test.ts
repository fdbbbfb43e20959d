import { password } from '../support/cast.js'
import { submit, textOf } from '../support/forms.js'
import { testAdministration, type TestAdministration } from './college.js'

let college: TestAdministration

const page = '/en/administration/audit'
const people = '/en/administration/people'
const reason = 'Confirming officials of Parties without a focal point'

beforeAll(async () => {
  college = await testAdministration()
  const { accounts, cast, clock } = college
  clock.pass(1)
  await accounts.roles.giveRole(cast.diego.id, { role: 'trainer', courses: ['permits'] }, cast.adam.id)
  clock.pass(24 * 60)
  const [joseph, wanjiru] = [(await accounts.person(cast.joseph.id))!, (await accounts.person(cast.wanjiru.id))!]
  await accounts.vouching.confirmClaim(joseph, { party: 'KE', agency: 'police' }, wanjiru)
  clock.pass(24 * 60)
  const sofia = await college.signedIn('sofia')
  await submit(sofia, people, { reason }, { action: `${people}/reason` })
  for (const query of ['?q=amina', '?q=Zebedee+Quux', '?party=KE&show=confirmed']) {
    clock.pass(1)
    await sofia.get(people + query)
  }
})
afterAll(() => college.close())

const read = async (query = '', path = page) => (await college.signedIn('adam')).get(path + query)
const rows = async (query: string) => {
  const { text } = await read(query)
  return [...text.matchAll(/<tr role="row">\s*<td[\s\S]*?<\/tr>/g)].map(([row]) => textOf({ text: row } as never))
}

describe('the audit', () => {
  test.each([
    ['en', 'confirmed Party and agency', 'Party Kenya Agency Police By Focal point'],
    ['fr', 'a confirmé la Partie et le service', 'Partie Kenya Service Police Par Point focal'],
    ['es', 'confirmó la Parte y el organismo', 'Parte Kenya Organismo Policía Por Punto focal'],
  ])('is said in %s, its details too', async (language, action, details) => {
    const text = textOf(await read('', `/${language}/administration/audit`))
    expect(text).toContain(action)
    expect(text).toContain(details)
  })

  test('names those who were given a role, and nobody else to whom something was done', async () => {
    const { cast } = college
    const [given = ''] = await rows(`?action=role-given&about=${cast.diego.id}`)
    expect(given).toContain(`Diego Ñáñez ${cast.diego.id}`)
    expect(given).toContain('Role Trainer')
    expect(given).toContain('Courses Permits')
    const all = textOf(await read())
    expect(all).toContain(cast.joseph.id)
    expect(all).not.toMatch(/Kiprop|Otieno/)
  })

  test('says what was looked up: whom a search found, for what it found nobody, which list', async () => {
    const looks = await rows('?action=people-looked-up')
    expect(looks).toHaveLength(3)
    expect(looks[0]).toContain('Party Kenya List Confirmed')
    expect(looks[1]).toContain('Nobody found for Zebedee Quux')
    expect(looks[2]).toContain(`1 person found ${college.cast.amina.id}`)
  })

  test('is narrowed down to what, who, whom and when', async () => {
    const { cast } = college
    expect(await rows('?action=affiliation-confirmed')).toEqual([expect.stringContaining('Wanjiru Kamau')])
    expect(await rows(`?by=${cast.wanjiru.id}`)).toHaveLength(1)
    // Whoever looked at somebody is found by whom they looked at.
    expect(await rows(`?about=${cast.amina.id}`)).toEqual([expect.stringContaining('Sofia Lindqvist looked up people')])
    expect(await rows('?until=2026-11-21&action=role-given')).not.toHaveLength(0)
    expect(await rows('?until=2026-11-21&action=affiliation-confirmed')).toEqual([])
    expect(textOf(await read('?until=2026-11-21&action=affiliation-confirmed'))).toContain('no entries that fit')
    for (const nonsense of ['?until=yesterday', '?action[$ne]=x', '?by=', `?about=${'x'.repeat(100)}`])
      expect((await rows(nonsense)).length).toBeGreaterThan(5)
  })

  test('keeps what it was narrowed down to from page to page', async () => {
    const { audit, cast, clock } = college
    for (let n = 0; n < 55; n++)
      await audit.record({ by: cast.lucie.id, action: 'names-opened', reason: `reason ${n}` })
    clock.pass(1)
    await audit.record({ by: cast.sofia.id, action: 'names-opened', reason })
    const { text } = await read(`?by=${cast.lucie.id}`)
    const older = /href="([^"]+before[^"]+)"/.exec(text)?.[1]?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') ?? ''
    expect(await rows(older.replace(page, ''))).toHaveLength(5)
  })

  test('forgets the words of a search that fit somebody who is erased later, and no others', async () => {
    const { accounts } = college
    const sofia = await college.signedIn('sofia')
    await submit(sofia, people, { reason }, { action: `${people}/reason` })
    await sofia.get(`${people}?q=ruth+njeri`)
    const place = { party: 'KE', agency: 'customs', language: 'en' } as const
    const ruth = await accounts.entry.admit({ name: 'Ruth Njeri', email: 'ruth@example.org', ...place }, { password })
    expect(textOf(await read())).toContain('ruth njeri')
    await accounts.ownData.eraseSelf(ruth, password, [])
    expect(textOf(await read())).not.toContain('ruth njeri')
    expect(textOf(await read('?action=people-looked-up'))).toContain('Zebedee Quux')
  })
})
