import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assertMayStartExamination } from '../../server/learning/examination.js'
import { nextStep, readingElsewhere } from '../../server/learning/next-step.js'
import {
  examinationPassed,
  incompleteModules,
  isComplete,
  moduleRead,
  quizPassed,
  type ProgressEvent,
} from '../../server/learning/progress.js'
import type { Enrolment } from '../../server/learning/index.js'

const course = { modules: ['one', 'two', 'three'] }
const begun: Enrolment = {
  registration: 'r',
  account: 'a',
  course: 'c',
  version: '1.0.0',
  language: 'en',
  startedAt: new Date(0),
  place: undefined,
  modules: {},
  completedAt: undefined,
}
const at = (minute: number) => new Date(minute * 60_000)
const read = { readAt: at(1) }
const complete = { readAt: at(1), passedAt: at(2) }

describe('progress in a module', () => {
  test('reading is told once; with the quiz it completes the module, in either order', () => {
    const first = moduleRead(begun, 'one', at(1))!
    expect(first.events).toEqual([{ kind: 'experienced', module: 'one' }])
    expect(moduleRead(first.enrolment, 'one', at(9))).toBeUndefined()
    const second = quizPassed(first.enrolment, 'one', at(2))!
    expect(second.events).toEqual([{ kind: 'completed', module: 'one' }])
    expect(second.enrolment.modules).toEqual({ one: complete })
    expect(quizPassed(second.enrolment, 'one', at(9))).toBeUndefined()

    const other = quizPassed(begun, 'one', at(2))!
    expect(other.events).toEqual([])
    expect(moduleRead(other.enrolment, 'one', at(1))!.events).toEqual([
      { kind: 'experienced', module: 'one' },
      { kind: 'completed', module: 'one' },
    ])
  })

  test('the course is completed by the first pass of the examination only', () => {
    const passed = examinationPassed(begun, at(5))!
    expect(passed).toEqual({ enrolment: { ...begun, completedAt: at(5) }, events: [{ kind: 'completed' }] })
    expect(examinationPassed(passed.enrolment, at(9))).toBeUndefined()
  })

  test('whatever comes how often and in which order, every event is told at most once and nothing is taken back', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('read', 'pass', 'examination'), fc.constantFrom(...course.modules)))
    fc.assert(
      fc.property(steps, (taken) => {
        let enrolment = begun
        const events: ProgressEvent[] = []
        taken.forEach(([kind, module], minute) => {
          const step =
            kind === 'read'
              ? moduleRead(enrolment, module, at(minute))
              : kind === 'pass'
                ? quizPassed(enrolment, module, at(minute))
                : examinationPassed(enrolment, at(minute))
          if (!step) return
          expect(incompleteModules(course, step.enrolment).length).toBeLessThanOrEqual(
            incompleteModules(course, enrolment).length,
          )
          enrolment = step.enrolment
          events.push(...step.events)
        })
        const told = events.map((event) => JSON.stringify(event))
        expect(new Set(told).size).toBe(told.length)
        for (const module of course.modules)
          expect(told.includes(JSON.stringify({ kind: 'completed', module }))).toBe(
            isComplete(enrolment.modules[module]),
          )
      }),
    )
  })
})

describe('what comes next', () => {
  const all = { one: complete, two: complete, three: complete }
  test.each([
    ['not begun', undefined, { kind: 'enrol' }],
    ['just begun', begun, { kind: 'read', module: 'one', section: undefined, begun: false }],
    [
      'in the middle of the module whose turn it is',
      { ...begun, place: { module: 'two', section: 'section-3' }, modules: { one: complete } },
      { kind: 'read', module: 'two', section: 'section-3', begun: true },
    ],
    [
      'a later module was looked into',
      { ...begun, place: { module: 'three', section: 's' }, modules: { one: complete, two: { passedAt: at(1) } } },
      { kind: 'read', module: 'two', section: undefined, begun: true },
    ],
    [
      'the place is in a complete module',
      { ...begun, place: { module: 'one', section: 's' }, modules: { one: complete } },
      { kind: 'read', module: 'two', section: undefined, begun: true },
    ],
    ['read, quiz not passed', { ...begun, modules: { one: read } }, { kind: 'quiz', module: 'one' }],
    ['all modules complete', { ...begun, modules: all }, { kind: 'examination' }],
    ['passed', { ...begun, modules: all, completedAt: at(9) }, { kind: 'done' }],
  ])('%s', (_, enrolment, step) => {
    expect(nextStep(course, enrolment)).toEqual(step)
  })
})

test.each([
  ['nowhere yet', begun, undefined],
  ['where the next step is', { ...begun, place: { module: 'one' } }, undefined],
  ['in a later module', { ...begun, place: { module: 'three', section: 's' } }, { module: 'three', section: 's' }],
  ['in a module read to its end', { ...begun, place: { module: 'two' }, modules: { two: read } }, undefined],
  ['in a module that the course does not have', { ...begun, place: { module: 'gone' } }, undefined],
  ['and all is done', { ...begun, place: { module: 'two' }, completedAt: at(9) }, undefined],
])('who reads %s is led back there', (_, enrolment, place) => {
  expect(readingElsewhere(course, enrolment)).toEqual(place)
})

describe('the examination', () => {
  const ready = { ...begun, modules: { one: complete, two: complete, three: complete } }
  const result = (passed: boolean) => ({ result: { points: 1, maxPoints: 1, percent: 1, passed } })
  const may = (enrolment: Enrolment, history: ReturnType<typeof result>[], renewal = false) =>
    assertMayStartExamination(course, enrolment, history, async () => renewal)

  test('is closed while a module is not complete', async () => {
    const modules = { ...ready.modules, two: read }
    await expect(may({ ...ready, modules }, [])).rejects.toMatchObject({ status: 409, code: 'examination-locked' })
  })
  test('is open when all are, also after a failed attempt', async () => {
    await expect(may(ready, [])).resolves.toBeUndefined()
    await expect(may(ready, [result(false)])).resolves.toBeUndefined()
  })
  test('is over when it was passed, but for a renewal', async () => {
    const history = [result(true), result(false)]
    await expect(may(ready, history)).rejects.toMatchObject({ status: 409, code: 'examination-passed' })
    await expect(may(ready, history, true)).resolves.toBeUndefined()
  })
})
