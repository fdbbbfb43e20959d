import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { draw, mark, result } from '../../server/quizzes/index.js'
import { anyQuiz, examination, multiple, practice, rightAnswers, single, trueFalse } from './cases.js'

describe('marking a response', () => {
  const cases: [string, Parameters<typeof mark>[0], string[], number][] = [
    ['the right option', single('q', 'm', ['a', 'b'], 'b'), ['b'], 1],
    ['a wrong option', single('q', 'm', ['a', 'b'], 'b'), ['a'], 0],
    ['no option', single('q', 'm', ['a', 'b'], 'b'), [], 0],
    ['the right option and a wrong one', single('q', 'm', ['a', 'b'], 'b'), ['a', 'b'], 0],
    ['all right options, in any order', multiple('q', 'm', ['a', 'b', 'c'], ['a', 'c']), ['c', 'a'], 2],
    ['a part of the right options', multiple('q', 'm', ['a', 'b', 'c'], ['a', 'c']), ['a'], 0],
    ['all options', multiple('q', 'm', ['a', 'b', 'c'], ['a', 'c']), ['a', 'b', 'c'], 0],
    ['one right option twice', multiple('q', 'm', ['a', 'b', 'c'], ['a', 'c']), ['a', 'a'], 0],
    ['true where it is false', trueFalse('q', 'm', false), ['true'], 0],
    ['false where it is false', trueFalse('q', 'm', false), ['false'], 1],
  ]
  test.each(cases)('%s', (_, question, response, points) => {
    expect(mark(question, response)).toEqual({ points, correct: points > 0 })
  })
})

describe('the result of an attempt', () => {
  const questions = draw(practice, 'any')

  test('all right is 100 per cent', () => {
    const answers = rightAnswers(practice, ['p-1', 'p-2', 'p-3'])
    expect(result(practice, { questions, answers })).toEqual({
      points: 4,
      maxPoints: 4,
      percent: 100,
      passed: true,
      perQuestion: {
        'p-1': { points: 1, correct: true },
        'p-2': { points: 2, correct: true },
        'p-3': { points: 1, correct: true },
      },
    })
  })

  test('exactly the pass mark is passed, a point less is not', () => {
    const at = (ids: string[]) => result(practice, { questions, answers: rightAnswers(practice, ids) })
    expect(at(['p-1', 'p-2'])).toMatchObject({ points: 3, percent: 75, passed: true })
    expect(at(['p-2'])).toMatchObject({ points: 2, percent: 50, passed: false })
  })

  test('the figure is rounded down, and never rounded into a pass', () => {
    const questions = Array.from({ length: 3 }, (_, n) => single(`q-${n}`, 'm', ['a', 'b'], 'a'))
    const quiz = { ...practice, questions, passMark: 67 }
    const attempt = { questions: draw(quiz, 's'), answers: { 'q-0': ['a'], 'q-1': ['a'] } }
    expect(result(quiz, attempt)).toMatchObject({ percent: 66, passed: false })
    expect(result({ ...quiz, passMark: 66 }, attempt)).toMatchObject({ percent: 66, passed: true })
  })

  test('nothing answered is nothing, and not passed', () => {
    expect(result(examination, { questions: draw(examination, 's'), answers: {} })).toMatchObject({
      points: 0,
      percent: 0,
      passed: false,
    })
  })

  test('counts the questions asked and no others', () => {
    fc.assert(
      fc.property(anyQuiz, fc.uuid(), fc.infiniteStream(fc.boolean()), (quiz, seed, coins) => {
        const questions = draw(quiz, seed)
        const right = questions.filter(() => coins.next().value === true).map(({ id }) => id)
        const marked = result(quiz, { questions, answers: rightAnswers(quiz, right) })
        const pointsOf = (ids: string[]) =>
          quiz.questions.filter(({ id }) => ids.includes(id)).reduce((total, { points }) => total + points, 0)
        expect(marked.points).toBe(pointsOf(right))
        expect(marked.maxPoints).toBe(pointsOf(questions.map(({ id }) => id)))
        expect(Object.keys(marked.perQuestion).sort()).toEqual(questions.map(({ id }) => id).sort())
        expect(marked.passed).toBe(marked.points / marked.maxPoints >= quiz.passMark / 100)
        expect(marked.percent).toBeGreaterThanOrEqual(0)
        expect(marked.percent).toBeLessThanOrEqual(100)
      }),
    )
  })
})
