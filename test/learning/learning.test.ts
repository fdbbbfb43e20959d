import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Enrolment } from '../../server/learning/index.js'
import { createStore } from '../../server/learning/store.js'
import { change, smallPackage } from '../courses/package.js'
import { testCollege, type College } from './college.js'

let college: College
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.drop())

const enrol = (account: string, move = false) =>
  college.learning.enrol({ account, course: college.course(), language: 'fr', move })
const enrolment = async (account: string) => (await college.learning.enrolment(account, 'small'))!
const startQuiz = async (account: string, quiz: string) =>
  college.learning.startQuiz({ account, course: await versionOf(account), quiz, language: 'en' })
const versionOf = async (account: string) => {
  const mine = await college.learning.enrolment(account, 'small')
  return (await college.courses.version('small', mine?.version ?? '1.0.0'))!
}

/** Takes a quiz with right answers, or with none. */
async function take(account: string, quiz: string, right: boolean) {
  const attempt = await startQuiz(account, quiz)
  return college.learning.attempts.submit(attempt.id, account, right ? await rightAnswers(attempt) : {})
}
async function rightAnswers(attempt: Awaited<ReturnType<typeof startQuiz>>) {
  const { questions } = await college.learning.quizOf(attempt.ref)
  const asked = new Set(attempt.questions.map(({ id }) => id))
  return Object.fromEntries(questions.filter(({ id }) => asked.has(id)).map(({ id, key }) => [id, key]))
}
async function completeModules(account: string) {
  for (const module of ['first', 'second']) {
    await college.learning.markRead(await enrolment(account), module, 'en')
    await take(account, module, true)
  }
}

describe('enrolling', () => {
  test('makes one enrolment and two statements, however often and at the same moment', async () => {
    const enrolled = await Promise.all(Array.from({ length: 10 }, () => enrol('ann')))
    expect(new Set(enrolled.map(({ registration }) => registration)).size).toBe(1)
    expect(enrolled[0]).toMatchObject({ version: '1.0.0', language: 'fr', modules: {}, startedAt: college.clock.now() })
    expect(await college.connection.model('Enrolment').countDocuments({ account: 'ann' })).toBe(1)
    expect(await college.said('ann')).toEqual(['registered courses/small', 'initialized courses/small'])
  })

  test('statements tell Party, agency, area, version and registration, and no name', async () => {
    const { registration } = await enrol('ann')
    const [statement] = await college.lrs.statementsOf('ann')
    expect(statement?.context).toMatchObject({ registration, language: 'fr' })
    const extensions = JSON.stringify(statement?.context?.extensions)
    for (const said of ['KE', 'customs', 'confirmed', 'permits', '1.0.0']) expect(extensions).toContain(said)
    expect(JSON.stringify(statement)).not.toMatch(/Officer|@example/)
  })
})

describe('progress', () => {
  test('reading to the end is told once, also from two tabs', async () => {
    await enrol('bob')
    const mine = await enrolment('bob')
    await Promise.all([1, 2, 3].map(() => college.learning.markRead(mine, 'first', 'en')))
    expect((await college.said('bob')).slice(2)).toEqual(['experienced courses/small/modules/first'])
  })

  test('a module completes when read and passed at the same moment: once', async () => {
    for (let round = 0; round < 5; round++) {
      const account = `cy-${round}`
      await enrol(account)
      const attempt = await startQuiz(account, 'first')
      await Promise.all([
        college.learning.markRead(await enrolment(account), 'first', 'en'),
        college.learning.attempts.submit(attempt.id, account, await rightAnswers(attempt)),
      ])
      expect((await enrolment(account)).modules['first']).toEqual({
        readAt: college.clock.now(),
        passedAt: college.clock.now(),
      })
      const said = await college.said(account)
      for (const once of ['experienced courses/small/modules/first', 'completed courses/small/modules/first'])
        expect(said.filter((each) => each === once)).toHaveLength(1)
    }
  })

  test('a step that rests on an older state is not written', async () => {
    const mine = await enrol('cleo')
    const store = createStore(college.connection)
    const modules = { first: { readAt: college.clock.now() } }
    expect(await store.advance({ ...mine, modules }, 0, [])).toBe(true)
    expect(await store.advance({ ...mine, modules: {} }, 0, [])).toBe(false)
    expect((await enrolment('cleo')).modules).toEqual(modules)
  })

  test('a quiz may be repeated, and a later failure takes nothing back', async () => {
    await enrol('dee')
    await take('dee', 'first', true)
    const { passedAt } = (await enrolment('dee')).modules['first']!
    college.clock.pass(10)
    expect((await take('dee', 'first', false)).result.passed).toBe(false)
    expect((await take('dee', 'first', true)).number).toBe(3)
    expect((await enrolment('dee')).modules['first']).toEqual({ passedAt })
  })

  test('the place is kept apart from progress', async () => {
    await enrol('eve')
    await college.learning.keepPlace(await enrolment('eve'), { module: 'second', section: 'section-2' })
    expect(await enrolment('eve')).toMatchObject({ place: { module: 'second', section: 'section-2' }, modules: {} })
  })
})

describe('quizzes and the examination', () => {
  test('need an enrolment', async () => {
    await expect(startQuiz('nobody', 'first')).rejects.toMatchObject({ status: 409, code: 'not-enrolled' })
  })

  test('the examination opens when all modules are complete', async () => {
    await enrol('fay')
    await expect(startQuiz('fay', 'examination')).rejects.toMatchObject({ code: 'examination-locked' })
    await completeModules('fay')
    const attempt = await startQuiz('fay', 'examination')
    const practice = [...'123456789'].flatMap((n) => [`first-${n}`, `second-${n}`])
    expect(attempt.questions).toHaveLength(4)
    for (const { id } of attempt.questions) expect(practice).not.toContain(id)
  })

  test('failed, it can be repeated after the pause; passed, it completes the course and is handed on once', async () => {
    await enrol('gus')
    await completeModules('gus')
    await take('gus', 'examination', false)
    expect(college.passes.filter(({ account }) => account === 'gus')).toEqual([])
    await expect(startQuiz('gus', 'examination')).rejects.toMatchObject({ code: 'quiz-paused' })
    college.clock.pass(60)
    const passed = await take('gus', 'examination', true)
    const mine = await enrolment('gus')
    expect(mine.completedAt).toEqual(passed.finishedAt)
    expect(college.passes.filter(({ account }) => account === 'gus')).toEqual([
      {
        ...{ account: 'gus', attempt: passed.id, passedAt: passed.finishedAt, percent: 100 },
        ...{ registration: mine.registration, course: 'small', version: '1.0.0', language: 'en' },
      },
    ])
    const said = await college.said('gus')
    expect(said.at(-1)).toBe('completed courses/small')
    expect(said.filter((each) => each.startsWith('failed '))).toEqual(['failed courses/small/quizzes/examination'])
    await expect(startQuiz('gus', 'examination')).rejects.toMatchObject({ code: 'examination-passed' })
  })

  test('a renewal hands on the new pass, and completes the course no second time', async () => {
    college.hooks.mayRenew = true
    college.clock.pass(60 * 24 * 900)
    const first = (await enrolment('gus')).completedAt
    const renewed = await take('gus', 'examination', true)
    college.hooks.mayRenew = false
    expect((await enrolment('gus')).completedAt).toEqual(first)
    expect(college.passes.filter(({ account }) => account === 'gus').at(-1)?.attempt).toBe(renewed.id)
    expect((await college.said('gus')).filter((each) => each === 'completed courses/small')).toHaveLength(1)
  })

  test('a crash before the certificate: recovery hands the pass on, and every statement is there once', async () => {
    await enrol('hal')
    await completeModules('hal')
    college.hooks.onExaminationPassed = () => Promise.reject(new Error('crash'))
    const passed = await take('hal', 'examination', true)
    expect(passed.result.passed).toBe(true)
    expect(college.passes.filter(({ account }) => account === 'hal')).toEqual([])
    college.hooks.onExaminationPassed = async () => undefined
    expect(await college.learning.recover()).toBe(1)
    expect(college.passes.filter(({ account }) => account === 'hal')).toHaveLength(1)
    expect(await college.learning.recover()).toBe(0)
    const said = (await college.said('hal')).filter((each) => /^(passed|completed) /.test(each))
    expect(said.toSorted()).toEqual(
      [
        'completed courses/small',
        'completed courses/small/modules/first',
        'completed courses/small/modules/second',
        'passed courses/small/quizzes/examination',
        'passed courses/small/quizzes/first',
        'passed courses/small/quizzes/second',
      ].toSorted(),
    )
  })
})

describe('the export of the own data', () => {
  test('holds enrolments, attempts and answers, and neither keys nor what others did', async () => {
    await enrol('ivy')
    const attempt = await startQuiz('ivy', 'first')
    await college.learning.attempts.save(attempt.id, 'ivy', { 'first-1': ['c'] })
    const { name, collect } = college.learning.exporter
    const exported = await collect('ivy')
    expect([name, exported]).toEqual([
      'learning',
      { enrolments: [await enrolment('ivy')], attempts: [{ ...attempt, answers: { 'first-1': ['c'] } }] },
    ])
    expect(JSON.stringify(exported)).not.toMatch(/"key"|seed|outbox/)
  })
})

describe('a new version of the course', () => {
  let before: Enrolment
  beforeAll(async () => {
    await enrol('ida')
    await completeModules('ida')
    before = await enrolment('ida')
    await college.packages.write('small', change(smallPackage(), 'course.yaml', 'version: 1.0.0', 'version: 2.0.0'))
    await college.courses.importShipped()
  })

  test('who began the old one stays on it', async () => {
    expect(college.course().version).toBe('2.0.0')
    expect(await enrol('ida')).toEqual(before)
    expect((await startQuiz('ida', 'examination')).ref.version).toBe('1.0.0')
  })

  test('unless they choose to move; then they begin anew, and the old progress is kept', async () => {
    college.clock.pass(1)
    const moved = await enrol('ida', true)
    expect(moved).toMatchObject({ version: '2.0.0', modules: {} })
    expect(moved.registration).not.toBe(before.registration)
    expect(await enrolment('ida')).toEqual(moved)
    expect(await college.learning.enrolments(['ida'])).toEqual([before, moved])
    expect((await enrol('ida', true)).registration).toBe(moved.registration)
  })
})
