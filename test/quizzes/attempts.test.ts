import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { randomId } from '../../server/base/ids.js'
import { conflict } from '../../server/base/errors.js'
import { examination, practice, rightAnswers } from './cases.js'
import { result } from '../../server/quizzes/index.js'
import { createStore } from '../../server/quizzes/store.js'
import { statementsOf, testEngine, verbsOf } from './engine.js'

let engine: Awaited<ReturnType<typeof testEngine>>
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.drop())

const request = (account: string, quiz = examination) => ({
  account,
  ref: quiz.ref,
  registration: `registration-${account}`,
  language: 'fr' as const,
})
const start = (account: string, quiz = examination) => engine.attempts.start(request(account, quiz))
const stored = (id: string) => engine.connection.model('Attempt').findById(id).lean<Record<string, unknown>>()
const countOf = (account: string) => engine.connection.model('Attempt').countDocuments({ account })
const rightOnes = (attempt: { questions: { id: string }[] }, quiz = examination) =>
  rightAnswers(
    quiz,
    attempt.questions.map(({ id }) => id),
  )

describe('starting', () => {
  test('makes the first attempt, without keys', async () => {
    const attempt = await start('ann')
    expect(attempt).toMatchObject({ account: 'ann', ref: examination.ref, number: 1, state: 'open', language: 'fr' })
    expect(attempt.questions).toHaveLength(4)
    expect(JSON.stringify(attempt)).not.toMatch(/key|seed/)
    expect(await engine.attempts.get(attempt.id, 'ann')).toEqual(attempt)
  })

  test('again gives the open one', async () => {
    expect((await start('ann')).id).toBe((await engine.attempts.open('ann', examination.ref))?.id)
    expect(await countOf('ann')).toBe(1)
  })

  test('twenty at the same moment make one', async () => {
    const started = await Promise.all(Array.from({ length: 20 }, () => start('bob')))
    expect(new Set(started.map(({ id }) => id)).size).toBe(1)
    expect(await countOf('bob')).toBe(1)
  })

  test('is refused by what the caller says, and leaves nothing', async () => {
    const forbidden = { ...request('cy'), mayStart: async () => Promise.reject(conflict('examination-locked')) }
    await expect(engine.attempts.start(forbidden)).rejects.toMatchObject({ code: 'examination-locked' })
    expect(await countOf('cy')).toBe(0)
  })

  test('after a failed one waits for the pause and says until when; then it is the second', async () => {
    const first = await start('dee')
    await engine.attempts.submit(first.id, 'dee', {})
    await expect(start('dee')).rejects.toMatchObject({
      status: 409,
      code: 'quiz-paused',
      details: { params: { until: '2026-11-21T11:00:00.000Z', count: 60 } },
    })
    engine.clock.pass(60)
    const second = await start('dee')
    expect(second).toMatchObject({ number: 2, state: 'open', answers: {} })
    expect(second.id).not.toBe(first.id)
    await engine.attempts.submit(second.id, 'dee', rightOnes(second))
    expect((await start('dee')).number).toBe(3)
  })

  test('many at the same moment after a failed one make one second', async () => {
    const first = await start('eve', practice)
    await engine.attempts.submit(first.id, 'eve', {})
    const started = await Promise.all(Array.from({ length: 20 }, () => start('eve', practice)))
    expect(new Set(started.map(({ id }) => id)).size).toBe(1)
    expect(started[0]?.number).toBe(2)
  })
})

describe('saving answers', () => {
  test('changes the answers given and no others', async () => {
    const { id } = await start('fay', practice)
    await engine.attempts.save(id, 'fay', { 'p-1': ['b'], 'p-2': ['a', 'b'] })
    await engine.attempts.save(id, 'fay', { 'p-1': ['a'] })
    await engine.attempts.save(id, 'fay', {})
    expect((await engine.attempts.get(id, 'fay')).answers).toEqual({ 'p-1': ['a'], 'p-2': ['a', 'b'] })
    await engine.attempts.save(id, 'fay', { 'p-2': [] })
    expect((await engine.attempts.get(id, 'fay')).answers).toEqual({ 'p-1': ['a'], 'p-2': [] })
  })

  test('refuses what does not fit, and saves none of it', async () => {
    const { id } = await start('gus', practice)
    const mixed = { 'p-1': ['a'], 'x-one-1': ['a'] }
    await expect(engine.attempts.save(id, 'gus', mixed)).rejects.toMatchObject({ status: 400, code: 'invalid-answers' })
    await expect(engine.attempts.submit(id, 'gus', mixed)).rejects.toMatchObject({ code: 'invalid-answers' })
    expect(await engine.attempts.get(id, 'gus')).toMatchObject({ answers: {}, state: 'open' })
  })

  test("somebody else's attempt, and one that is not there, are not found", async () => {
    const { id } = await start('hal', practice)
    const missing = { status: 404, code: 'no-such-attempt' }
    await expect(engine.attempts.get(id, 'ann')).rejects.toMatchObject(missing)
    await expect(engine.attempts.save(id, 'ann', { 'p-1': ['a'] })).rejects.toMatchObject(missing)
    await expect(engine.attempts.submit(id, 'ann', { 'p-1': ['a'] })).rejects.toMatchObject(missing)
    await expect(engine.attempts.get(randomId(), 'hal')).rejects.toMatchObject(missing)
    expect(await engine.attempts.get(id, 'hal')).toMatchObject({ answers: {}, state: 'open' })
  })

  test('after the submission is a conflict and changes nothing', async () => {
    const { id } = await start('ida', practice)
    const submitted = await engine.attempts.submit(id, 'ida', { 'p-1': ['a'] })
    await expect(engine.attempts.save(id, 'ida', { 'p-2': ['b', 'c'] })).rejects.toMatchObject({
      status: 409,
      code: 'attempt-finished',
    })
    expect(await engine.attempts.get(id, 'ida')).toEqual(submitted)
  })
})

describe('the guards of the writes', () => {
  test('an answer that comes between the mark and the end of an attempt is not written', async () => {
    const attempt = await start('sam', practice)
    const store = createStore(engine.connection)
    const marked = result(practice, attempt)
    const finished = { ...attempt, state: 'finished' as const, finishedAt: new Date(), result: marked }
    expect(await store.saveAnswers(attempt.id, 'sam', { 'p-1': ['a'] })).toBe(true)
    expect(await store.finish(finished, 0, [])).toBe(false)
    expect(await store.finish(finished, 1, [])).toBe(true)
    expect(await store.finish(finished, 1, [])).toBe(false)
    expect(await store.saveAnswers(attempt.id, 'sam', { 'p-1': ['b'] })).toBe(false)
    expect(await store.get(attempt.id, 'sam')).toEqual(finished)
    await engine.attempts.recover()
  })
})

describe('submitting', () => {
  test('merges the last answers, marks, and passes the statements on', async () => {
    const attempt = await start('jan', practice)
    await engine.attempts.save(attempt.id, 'jan', { 'p-1': ['a'], 'p-2': ['b'] })
    const submitted = await engine.attempts.submit(attempt.id, 'jan', { 'p-2': ['b', 'c'], 'p-3': ['true'] })
    expect(submitted).toMatchObject({
      state: 'finished',
      answers: { 'p-1': ['a'], 'p-2': ['b', 'c'], 'p-3': ['true'] },
      finishedAt: engine.clock.now(),
      result: { points: 3, maxPoints: 4, percent: 75, passed: true },
    })
    expect(await engine.attempts.get(attempt.id, 'jan')).toEqual(submitted)
    expect(await stored(attempt.id)).toMatchObject({ outbox: [], settled: true })
    const verbs = verbsOf(await engine.lrs.statementsOf('jan'))
    expect(verbs).toEqual(['initialized', 'answered', 'answered', 'answered', 'passed'])
    expect(engine.finished.filter(({ id }) => id === attempt.id)).toEqual([submitted])
  })

  test('repeated, gives the first result, whatever it brings', async () => {
    const attempt = await start('kim', practice)
    const first = await engine.attempts.submit(attempt.id, 'kim', { 'p-1': ['b'] })
    engine.clock.pass(5)
    expect(await engine.attempts.submit(attempt.id, 'kim', rightOnes(attempt, practice))).toEqual(first)
    expect(engine.finished.filter(({ id }) => id === attempt.id)).toHaveLength(1)
  })

  test('twenty at the same moment, with other answers each, mark once', async () => {
    const attempt = await start('lea', practice)
    const submitted = await Promise.all(
      Array.from({ length: 20 }, (_, n) => engine.attempts.submit(attempt.id, 'lea', { 'p-1': [n % 2 ? 'a' : 'b'] })),
    )
    for (const each of submitted) expect(each).toEqual(submitted[0])
    expect(await engine.attempts.get(attempt.id, 'lea')).toEqual(submitted[0])
    const verbs = verbsOf(await engine.lrs.statementsOf('lea'))
    expect(verbs).toEqual(['initialized', 'answered', 'answered', 'answered', 'failed'])
    expect(await engine.attempts.history('lea', practice.ref)).toHaveLength(1)
  })

  test('loses no answer that was saved at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const account = `mo-${round}`
      const { id } = await start(account, practice)
      const saving = engine.attempts.save(id, account, { 'p-2': ['b', 'c'] }).then(
        () => true,
        () => false,
      )
      const submitted = await engine.attempts.submit(id, account, { 'p-1': ['a'] })
      expect(submitted.answers['p-2']).toEqual((await saving) ? ['b', 'c'] : undefined)
      expect((await engine.attempts.get(id, account)).answers).toEqual(submitted.answers)
    }
  })

  test('the history tells results and neither questions nor answers', async () => {
    const [summary] = await engine.attempts.history('jan', practice.ref)
    expect(summary).toMatchObject({ number: 1, state: 'finished', result: { percent: 75, passed: true } })
    expect(summary).not.toHaveProperty('answers')
    expect(summary).not.toHaveProperty('questions')
  })
})

describe('a crash after the submission', () => {
  test('between the write and its consequences: recovery does them, once', async () => {
    const attempt = await start('ned', practice)
    const answers = rightOnes(attempt, practice)
    const marked = result(practice, { ...attempt, answers })
    const submitted = { ...attempt, answers, state: 'finished' as const, finishedAt: new Date(), result: marked }
    const statements = statementsOf(submitted)
    expect(await createStore(engine.connection).finish(submitted, 0, statements)).toBe(true)
    expect(await stored(attempt.id)).toMatchObject({ settled: false, state: 'finished' })
    expect(engine.finished.filter(({ id }) => id === attempt.id)).toEqual([])
    expect(await engine.attempts.recover()).toBe(1)
    const recorded = (await engine.lrs.statementsOf('ned')).map(({ id }) => id)
    for (const { id } of statements) expect(recorded).toContain(id)
    expect(engine.finished.filter(({ id }) => id === attempt.id)).toEqual([submitted])
    expect(await stored(attempt.id)).toMatchObject({ settled: true, outbox: [] })
    expect(await engine.attempts.recover()).toBe(0)
  })

  test('while the record store is away the result stands, and the statements wait in the outbox', async () => {
    const attempt = await start('mia', practice)
    engine.lrs.goAway(true)
    const submitted = await engine.attempts.submit(attempt.id, 'mia', rightOnes(attempt, practice))
    engine.lrs.goAway(false)
    expect(submitted.result.passed).toBe(true)
    const waiting = await stored(attempt.id)
    expect(waiting?.['settled']).toBe(true)
    expect(waiting?.['outbox']).toHaveLength(5)
    await engine.lrs.outbox.sweep()
    expect((await stored(attempt.id))?.['outbox']).toEqual([])
    expect(await engine.lrs.statementsOf('mia')).toHaveLength(5)
  })

  test('in the middle of the consequences: they are done again; one that fails holds up no other', async () => {
    const [first, second] = [await start('ole', practice), await start('pia', practice)]
    engine.hooks.onFinished = () => Promise.reject(new Error('crash'))
    await engine.attempts.submit(first.id, 'ole', {})
    await engine.attempts.submit(second.id, 'pia', {})
    engine.hooks.onFinished = async ({ id }) => {
      if (id === first.id) throw new Error('still')
    }
    expect(await engine.attempts.recover()).toBe(1)
    expect(await stored(first.id)).toMatchObject({ settled: false })
    expect(await stored(second.id)).toMatchObject({ settled: true })
    engine.hooks.onFinished = async () => undefined
    await engine.attempts.submit(first.id, 'ole', {})
    expect(await stored(first.id)).toMatchObject({ settled: true })
  })
})
