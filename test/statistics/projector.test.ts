import mongoose from 'mongoose'
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
const vocabulary = createVocabulary(iriBase, 'a secret of tests')
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
  certificate: `certificate-of-${account}`,
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
  expect((await statistics.evidenceOf('KE', moment)).counted).toHaveLength(1)

  await lrs.record([voiding(statements[1]!.id)], 'platform')
  expect(await permits()).toBe(0)
})

test('a statement is voided by its id in any case, as a recount finds', async () => {
  const account = randomId()
  const statements = say(affiliated(account, 'UG'), earned(account, 'UG'))
  await lrs.record(statements, 'platform')
  expect((await statistics.evidenceOf('UG', moment)).counted).toHaveLength(1)
  await lrs.record([voiding(statements[1]!.id.toUpperCase())], 'platform')
  expect((await statistics.evidenceOf('UG', moment)).counted).toEqual([])
  expect(await statistics.recount()).toMatchObject({ differing: [] })
})

test('nobody else voids what a figure rests on, before it or after it', async () => {
  const account = randomId()
  const statements = say(affiliated(account, 'TZ'), earned(account, 'TZ'))
  await lrs.record([voiding(statements[1]!.id)], 'credential:partner')
  await lrs.record(statements, 'platform')
  await expect(lrs.record([voiding(statements[0]!.id)], 'credential:partner')).rejects.toMatchObject({ status: 403 })
  expect((await statistics.evidenceOf('TZ', moment)).counted).toHaveLength(1)
  expect(await statistics.recount()).toMatchObject({ differing: [] })
  await statistics.rebuild()
  expect((await statistics.evidenceOf('TZ', moment)).counted).toHaveLength(1)
})

test('a statement that somebody else sent counts nothing', async () => {
  const account = randomId()
  await lrs.record(say(affiliated(account, 'RW'), earned(account, 'RW')), 'credential:partner')
  expect((await statistics.evidenceOf('RW', moment)).counted).toEqual([])
})

test('many projectors at once, and one that begins anew, come to what a recount finds', async () => {
  const accounts = Array.from({ length: 60 }, () => randomId())
  const writing = accounts.map((account) =>
    lrs.record(say(affiliated(account, 'FR'), earned(account, 'FR')), 'platform'),
  )
  const projectors = Array.from({ length: 4 }, () => createStatistics(options))
  await Promise.all([...writing, ...projectors.map((projector) => projector.catchUp())])
  await Promise.all(projectors.map((projector) => projector.catchUp()))

  expect((await statistics.evidenceOf('FR', moment)).counted).toHaveLength(60)
  expect(await statistics.recount()).toMatchObject({ differing: [] })

  await statistics.rebuild()
  expect((await statistics.evidenceOf('FR', moment)).counted).toHaveLength(60)
  expect(await statistics.recount()).toMatchObject({ differing: [] })
})

/** A feed whose next answer is held back until it is let go. */
function heldFeed() {
  const nothing = (): void => undefined
  const gate = { reached: nothing, open: nothing }
  const reached = new Promise<void>((resolve) => (gate.reached = resolve))
  const opened = new Promise<void>((resolve) => (gate.open = resolve))
  const feed: typeof lrs.feed = async (...asked) => {
    const answer = await lrs.feed(...asked)
    gate.reached()
    await opened
    return answer
  }
  return { feed, reached, open: () => gate.open() }
}

describe('a rebuild beside a running server', () => {
  test('loses nothing that is projected at the same time', async () => {
    const account = randomId()
    await lrs.record(say(affiliated(account, 'SN')), 'platform')
    await statistics.catchUp()
    await lrs.record(say(earned(account, 'SN')), 'platform')

    // The server has read what is new, and enters it while the rebuild has forgotten, or not yet read, the rest.
    const [server, tool] = [heldFeed(), heldFeed()]
    const projecting = createStatistics({ ...options, lrs: { feed: server.feed } }).catchUp()
    await server.reached
    const rebuilding = createStatistics({ ...options, lrs: { feed: tool.feed } }).rebuild()
    await tool.reached
    server.open()
    await projecting
    // Whoever looks meanwhile sees whole figures.
    expect((await statistics.evidenceOf('SN', moment)).counted).toHaveLength(1)
    tool.open()
    await rebuilding

    expect((await statistics.evidenceOf('SN', moment)).counted).toHaveLength(1)
    expect(await statistics.recount()).toMatchObject({ differing: [] })
  })

  test('and two at once, end in what the statements say, and leave nothing behind', async () => {
    await connection.collection('ledgers').updateMany({}, { $set: { certificates: [] } })
    const [first, second] = [heldFeed(), heldFeed()]
    const rebuilding = [first, second].map(({ feed }) => createStatistics({ ...options, lrs: { feed } }).rebuild())
    await Promise.all([first.reached, second.reached])
    second.open()
    await rebuilding[1]
    first.open()
    await rebuilding[0]
    const { differing, accounts } = await statistics.recount()
    expect(differing).toEqual([])
    expect(await connection.collection('ledgers').countDocuments()).toBe(accounts)
  })
})

test('one page view counts the ledgers once, and what is new is counted at once', async () => {
  const watched = await watchedConnection()
  const pages = createStatistics({ ...options, connection: watched.connection })
  const views = () => Promise.all([1, 2, 3, 4].map(() => pages.indicatorOn(moment)))
  await views()
  await views()
  expect(watched.reads()).toBe(1)
  const account = randomId()
  await lrs.record(say(affiliated(account, 'CL'), earned(account, 'CL')), 'platform')
  const [{ indicator }] = (await views()) as [Awaited<ReturnType<typeof pages.indicatorOn>>]
  expect(indicator.rows.map(({ party }) => party.code)).toContain('CL')
  expect(watched.reads()).toBe(2)
  await watched.connection.close()
})

/** Another connection to the same database, whose readings of all ledgers are counted. */
async function watchedConnection() {
  const other = await mongoose
    .createConnection(database.uri, { dbName: connection.name, monitorCommands: true })
    .asPromise()
  let reads = 0
  other.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find' && (command as { find: string }).find === 'ledgers') reads += 1
  })
  return { connection: other, reads: () => reads }
}

test('a recount sees a ledger that says something else than the statements', async () => {
  const account = randomId()
  await lrs.record(say(affiliated(account), earned(account)), 'platform')
  await statistics.catchUp()
  await connection.collection('ledgers').updateOne({ account }, { $set: { certificates: [] } })
  expect((await statistics.recount()).differing).toEqual([account])
})
