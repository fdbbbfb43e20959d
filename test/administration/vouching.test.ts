import { submit } from '../support/forms.js'
import { testAdministration, type TestAdministration } from './college.js'

let college: TestAdministration

beforeAll(async () => {
  college = await testAdministration()
})
afterAll(() => college.close())

const act = async (who: 'wanjiru' | 'lucie', id: string, what: string, fields: Record<string, string>) =>
  submit(await college.signedIn(who), '/en/profile', fields, { action: `/en/people/${id}/${what}` })
const claimOf = (id: string) => college.accounts.affiliationOf(id)

describe('a focal point', () => {
  test('neither confirms nor rejects for another Party, whatever the person enters meanwhile', async () => {
    const { accounts, cast } = college
    const { joseph } = cast
    const [kenya, uganda] = [
      { party: 'KE', agency: 'police' },
      { party: 'UG', agency: 'police' },
    ] as const
    expect((await act('wanjiru', joseph.id, 'confirm', uganda)).status).toBe(404)
    const reason = 'I do not know this person.'
    expect((await act('wanjiru', joseph.id, 'reject', { ...uganda, reason })).status).toBe(404)
    expect((await act('wanjiru', joseph.id, 'reject', { reason })).status).toBe(400)

    // The claim becomes Uganda's between the check and the write.
    const [subject, wanjiru] = [(await accounts.person(joseph.id))!, (await accounts.person(cast.wanjiru.id))!]
    await accounts.affiliations.claim(joseph.id, uganda)
    await expect(accounts.vouching.rejectClaim(subject, { shown: kenya, reason }, wanjiru)).rejects.toThrow(
      'claim-changed',
    )
    await expect(accounts.vouching.confirmClaim(subject, kenya, wanjiru)).rejects.toThrow('claim-changed')
    expect(await claimOf(joseph.id)).toMatchObject({ ...uganda, status: 'claimed' })
    expect((await claimOf(joseph.id))?.rejectedAt).toBeUndefined()
    await accounts.affiliations.claim(joseph.id, kenya)
  })

  test('does not confirm what was rejected in the meantime', async () => {
    const { accounts, cast } = college
    const shown = { party: 'KE', agency: 'police' } as const
    const [subject, wanjiru] = [(await accounts.person(cast.joseph.id))!, (await accounts.person(cast.wanjiru.id))!]
    await accounts.affiliations.reject(cast.joseph.id, shown, cast.sofia.id)
    await expect(accounts.vouching.confirmClaim(subject, shown, wanjiru)).rejects.toThrow('claim-changed')
    await accounts.affiliations.claim(cast.joseph.id, shown)
  })
})
