import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Agency } from '../../server/accounts/index.js'
import { temporaryFolder } from '../base/database/processes.js'
import { examinationPath, prepareExaminees, sharedPassword, type Examinee, type Place } from '../support/examinees.js'
import { withCollege } from '../support/open-college.js'
import { createVisitor } from '../support/visitor.js'
import { chance } from './chance.js'
import { findIn, type Findings, type Said } from './findings.js'
import { mortalServer, plan, type Mortal } from './kills.js'
import { pause, sit, type Sitting } from './sitting.js'

const people = 200
const blows = 6
/** Of all requests of a run that are acknowledged. */
const work = people * 9
const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 1e9))

const parties = ['KE', 'GA', 'PE', 'FR', 'ID', 'CM', 'BR', 'VN']
const agencies: Agency[] = ['customs', 'police', 'judiciary']

/** Of Kenya all are confirmed, of Viet Nam none, of Brazil only judges, whom the area of permits does not concern. */
function placeOf(index: number): Place {
  const party = parties[index % parties.length] ?? ''
  const agency = agencies[index % agencies.length] ?? 'other'
  const confirmed = { KE: true, VN: false, BR: agency === 'judiciary' }[party] ?? index % 3 > 0
  return { party, agency, confirmed }
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>
const sittings: Sitting[] = []
let found: Findings
const failure = new AbortController()

beforeAll(async () => {
  console.log(`CRASH_SEED=${seed} strikes in the same way again`)
  folder = await temporaryFolder()
  const places = Array.from({ length: people }, (_, index) => placeOf(index))
  const examinees = await withCollege(folder.path, (open) => prepareExaminees(open, places))
  const server = await mortalServer(folder.path)
  try {
    // A few at a time: 200 passwords are not what is tried here.
    for (let first = 0; first < people; first += 10)
      sittings.push(...(await Promise.all(examinees.slice(first, first + 10).map((one) => enter(server, one)))))
    await examineAndStrike(server)
  } catch (error) {
    await pause(500)
    console.log(await faultsLogged())
    throw error
  } finally {
    await server.end()
  }
  found = await findIn(folder.path)
}, 900_000)

afterAll(() => (process.env['KEEP'] ? console.log(folder.path) : folder.remove()))

/** What the servers say of faults that they did not foresee. */
async function faultsLogged(): Promise<string> {
  const lines = (await readFile(join(folder.path, 'server.log'), 'utf8')).split('\n')
  return lines.filter((line) => /"level":[56]0/.test(line) && !line.includes('"status":503')).join('\n')
}

/** Every fifth one knows nothing. */
async function enter(server: Mortal, examinee: Examinee): Promise<Sitting> {
  const { number, email } = examinee
  const visitor = createVisitor(server.url, `203.0.113.${number % 250}`)
  await visitor.signIn(email, sharedPassword)
  await visitor.get(examinationPath)
  return { examinee, visitor, isReady: number % 5 !== 4, answers: new Map(), submitted: false, signal: failure.signal }
}

/** All sit their examination at the same time, while the blows fall at random amounts of acknowledged work. */
async function examineAndStrike(server: Mortal): Promise<void> {
  const random = chance(seed)
  let done = 0
  let over = false
  const everybody = Promise.all(sittings.map((one) => sit(one, chance(seed + one.examinee.number), () => (done += 1))))
  const end = everybody.finally(() => {
    over = true
  })
  end.catch(() => {
    failure.abort()
  })
  for (const { victim, after, waitMs } of plan(blows, work, random)) {
    while (done < after && !over) await pause(5)
    if (over) break
    await pause(waitMs)
    console.log(`${victim} killed after ${done} acknowledged requests${over ? ', when all was over' : ''}`)
    await server.kill(victim, random)
  }
  await end
}

const ready = () => sittings.filter(({ isReady }) => isReady)
const attemptsOf = (all: { examinee: Examinee }[]) => all.map(({ examinee }) => examinee.attempt).sort()
const accountsOf = (all: { examinee: Examinee }[]) => all.map(({ examinee }) => examinee.account).sort()
const said = (verb: string, rule: (statement: Said) => boolean = () => true) =>
  found.statements.filter((statement) => statement.verb === verb && rule(statement))

test('everybody submitted, and has one attempt, which is finished and settled', () => {
  expect(sittings.filter(({ submitted }) => !submitted)).toEqual([])
  expect(found.examinations.map(({ account }) => account).sort()).toEqual(accountsOf(sittings))
  expect(found.examinations.filter(({ state, settled }) => state !== 'finished' || !settled)).toEqual([])
})

test('every acknowledged answer is in the attempt, and in the statement of its question', () => {
  const answered = new Map(said('answered').map((one) => [`${one.attempt} ${one.object}`, one.response]))
  for (const { examinee, answers } of sittings) {
    const attempt = found.examinations.find(({ account }) => account === examinee.account)
    expect(attempt?.answers).toEqual(Object.fromEntries(answers))
    const told = [...answers.keys()].map((question) => answered.get(`${examinee.attempt} ${question}`)?.toSorted())
    expect(told).toEqual([...answers.values()].map((options) => options.toSorted()))
  }
})

test('every attempt was marked once, and rightly', () => {
  const ofExaminations = ({ object }: Said) => object === 'examination'
  const passed = said('passed', ofExaminations).map(({ attempt }) => attempt)
  const failed = said('failed', ofExaminations).map(({ attempt }) => attempt)
  expect(passed.sort()).toEqual(attemptsOf(ready()))
  expect(failed.sort()).toEqual(attemptsOf(sittings.filter(({ isReady }) => !isReady)))
})

test('everybody who passed has one certificate, and nobody else has any', () => {
  expect(found.certificates.map(({ account }) => account).sort()).toEqual(accountsOf(ready()))
  expect(found.certificates.flatMap(({ terms }) => terms.map(({ attempt }) => attempt)).sort()).toEqual(
    attemptsOf(ready()),
  )
  expect(
    said('earned')
      .map(({ attempt }) => attempt)
      .sort(),
  ).toEqual(attemptsOf(ready()))
})

test('the course is complete for those who passed, and told so once', () => {
  const complete = found.enrolments.filter(({ completedAt }) => completedAt).map(({ account }) => account)
  expect(complete.sort()).toEqual(accountsOf(ready()))
  const told = said('completed', ({ object }) => object === 'permits').map(({ account }) => account)
  expect(told.sort()).toEqual(accountsOf(ready()))
})

test('every statement was stored once, without a gap, and none waits', () => {
  const told = found.statements.map(({ account, verb, object, attempt }) => [account, verb, object, attempt].join(' '))
  expect(told.filter((one, index) => told.indexOf(one) < index)).toEqual([])
  expect(found.statements.map(({ position }) => position)).toEqual(told.map((_, index) => index + 1))
  expect(found.waiting).toBe(0)
})

test('the statistics are equal to a recount from the statements', () => {
  expect(found.recount.differing).toEqual([])
  expect(found.recount.position).toBe(found.statements.length)
})

test('the indicator is equal to a count of the people', () => {
  const concerned = ready().filter(({ examinee }) => examinee.place.agency !== 'judiciary')
  const partiesOf = (confirmed: boolean) =>
    new Set(concerned.flatMap(({ examinee: { place } }) => (place.confirmed === confirmed ? [place.party] : [])))
  const claimedOnly = [...partiesOf(false)].filter((party) => !partiesOf(true).has(party))
  expect(claimedOnly.sort()).toEqual(['BR', 'VN'])
  expect(found.indicator.areas.find(({ area }) => area === 'permits')).toMatchObject({
    parties: partiesOf(true).size,
    claimedOnly: claimedOnly.length,
  })
  for (const { party, areas } of found.indicator.rows) {
    const own = concerned.filter(({ examinee }) => examinee.place.party === party.code)
    const confirmed = own.filter(({ examinee }) => examinee.place.confirmed).length
    expect([party.code, areas.permits]).toEqual([party.code, { confirmed, claimed: own.length - confirmed }])
  }
})
