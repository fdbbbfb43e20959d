import { buildStatement, createVocabulary, readStatement, type LearningEvent } from '../../server/xapi/index.js'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'

let platform: TestPlatform
let cast: Cast
beforeAll(async () => {
  platform = await testPlatform()
  cast = await castOf(platform.college.accounts, ['joseph', 'sylvie', 'wanjiru', 'lucie'])
})
afterAll(() => platform.close())

const vocabulary = () => createVocabulary(platform.settings.iriBase, 'a secret of tests')

/** A certificate of somebody who claims to work somewhere, as a statement of the platform. */
async function earn(name: 'joseph' | 'sylvie'): Promise<void> {
  const { id: account, affiliation } = cast[name]
  const { party, agency, status } = affiliation
  const event: LearningEvent = {
    ...{ kind: 'earned', at: platform.clock.now(), account, affiliation: { party, agency, status }, language: 'en' },
    ...{ course: 'permits', version: '1.0.0', areas: ['permits'], registration: account },
    ...{ certificate: account, term: 1, attempt: account, validUntil: undefined },
  }
  await platform.college.lrs.record([buildStatement(vocabulary(), event)], 'platform')
}

const shown = async (party: string) => {
  const { statistics } = platform.college
  const end = new Date(platform.clock.now().getTime() + 1)
  const row = (await statistics.indicatorOn(end)).indicator.rows.find((one) => one.party.code === party)
  return { evidence: (await statistics.evidenceOf(party, end)).counted, claimed: row?.areas.permits.claimed ?? 0 }
}

test('a claim that the focal point rejected is shown nowhere, and its end is on record', async () => {
  const { accounts, lrs } = platform.college
  await earn('joseph')
  expect(await shown('KE')).toMatchObject({ evidence: [{ account: cast.joseph.id, status: 'claimed' }], claimed: 1 })
  platform.clock.pass(1)
  const place = { party: 'KE', agency: 'police' } as const
  const reason = 'Nobody of this name works here.'
  await accounts.vouching.rejectClaim(cast.joseph, { shown: place, reason }, cast.wanjiru)
  expect(await shown('KE')).toEqual({ evidence: [], claimed: 0 })

  const agent = { account: { homePage: platform.settings.iriBase, name: cast.joseph.id } }
  const { statements } = await lrs.find({ agent, limit: 1 })
  expect(readStatement(vocabulary(), statements[0]!.statement)).toMatchObject({
    kind: 'disaffiliated',
    affiliation: { party: 'KE', agency: 'police', status: 'claimed' },
  })

  // Made again, it waits; confirmed, it counts.
  platform.clock.pass(1)
  await accounts.profile.changePlace(cast.joseph, place)
  expect(await shown('KE')).toEqual({ evidence: [], claimed: 0 })
  await accounts.vouching.confirmClaim(cast.joseph, place, cast.wanjiru)
  expect((await shown('KE')).evidence).toMatchObject([{ account: cast.joseph.id, status: 'confirmed' }])
})

test('who says to work elsewhere now is no claim of the Party of the certificate any more', async () => {
  await earn('sylvie')
  expect((await shown('GA')).claimed).toBe(1)
  platform.clock.pass(1)
  await platform.college.accounts.profile.changePlace(cast.sylvie, { party: 'CM', agency: 'customs' })
  expect(await shown('GA')).toEqual({ evidence: [], claimed: 0 })
})
