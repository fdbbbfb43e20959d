import { createLog } from '../../server/base/log.js'
import { readParties } from '../../server/accounts/index.js'
import { createLrs } from '../../server/lrs/index.js'
import { createStatistics } from '../../server/statistics/index.js'
import {
  buildStatement,
  createVocabulary,
  voidedVerb,
  type LearningEvent,
  type Statement,
} from '../../server/xapi/index.js'
import { randomId } from '../../server/base/ids.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

const iriBase = 'https://college.test'
const vocabulary = createVocabulary(iriBase)
const database = await testDatabase()
const { connection } = database
const lrs = await createLrs({ connection, clock: movableClock(), log: createLog('silent'), iriBase })
const options = { connection, lrs, vocabulary, parties: readParties() }
const statistics = createStatistics(options)
const moment = new Date('2026-11-21T23:59:59.999Z')

afterAll(async () => {
  await lrs.settled()
  await database.drop()
})

const at = new Date('2026-11-20T10:00:00Z')
const base = (account: string, party = 'KE') => ({
  at,
  account,
  affiliation: { party, agency: 'customs', status: 'confirmed' as const },
  language: 'en' as const,
})
const inCourse = { course: 'permits', version: '1.0.0', areas: ['permits'], registration: randomId() }
const affiliated = (account: string, party?: string): LearningEvent => ({ ...base(account, party), kind: 'affiliated' })
const earned = (account: string, party?: string): LearningEvent => ({
  ...base(account, party),
  ...inCourse,
  kind: 'earned',
  certificate: `CVC-${account}`,
  term: 1,
  attempt: randomId(),
  validUntil: undefined,
})
const say = (...events: LearningEvent[]) => events.map((event) => buildStatement(vocabulary, event))
const permits = async () => {
  const { indicator } = await statistics.indicatorOn(moment)
  return indicator.areas.find(({ area }) => area === 'permits')?.parties
}

/** What the LRS takes as the voiding of a statement. */
const voiding = (id: string): Statement => ({
  id: randomId(),
  actor: { objectType: 'Agent', account: { homePage: iriBase, name: 'platform' } },
  verb: { id: voidedVerb, display: { en: 'voided' } },
  object: { objectType: 'StatementRef', id },
  timestamp: at.toISOString(),
})

test('figures follow the statements: stored, sent again, voided', async () => {
  const account = randomId()
  const statements = say(affiliated(account), earned(account))
  await lrs.record(statements, 'platform')
  expect(await permits()).toBe(1)

  await lrs.record(statements, 'platform')
  expect(await permits()).toBe(1)
  expect(await statistics.evidenceOf('KE', moment)).toHaveLength(1)

  await lrs.record([voiding(statements[1]!.id)], 'platform')
  expect(await permits()).toBe(0)
})

test('a statement that somebody else sent counts nothing', async () => {
  const account = randomId()
  await lrs.record(say(affiliated(account, 'UG'), earned(account, 'UG')), 'credential:partner')
  expect(await statistics.evidenceOf('UG', moment)).toEqual([])
})

test('many projectors at once, and one that begins anew, come to what a recount finds', async () => {
  const accounts = Array.from({ length: 60 }, () => randomId())
  const writing = accounts.map((account) =>
    lrs.record(say(affiliated(account, 'FR'), earned(account, 'FR')), 'platform'),
  )
  const projectors = Array.from({ length: 4 }, () => createStatistics(options))
  await Promise.all([...writing, ...projectors.map((projector) => projector.catchUp())])
  await Promise.all(projectors.map((projector) => projector.catchUp()))

  expect(await statistics.evidenceOf('FR', moment)).toHaveLength(60)
  expect(await statistics.recount()).toMatchObject({ differing: [] })

  await statistics.rebuild()
  expect(await statistics.evidenceOf('FR', moment)).toHaveLength(60)
  expect(await statistics.recount()).toMatchObject({ differing: [] })
})

test('a recount sees a ledger that says something else than the statements', async () => {
  const account = randomId()
  await lrs.record(say(affiliated(account), earned(account)), 'platform')
  await statistics.catchUp()
  await connection.collection<{ _id: string }>('ledgers').updateOne({ _id: account }, { $set: { certificates: [] } })
  expect((await statistics.recount()).differing).toEqual([account])
})
