import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { draw } from '../../server/quizzes/index.js'
import { anyQuiz, examination } from './cases.js'

const seed = fc.uuid()

describe('drawing the questions of an attempt', () => {
  test('the same seed gives the same questions, orders and options', () => {
    fc.assert(fc.property(anyQuiz, seed, (quiz, s) => expect(draw(quiz, s)).toEqual(draw(structuredClone(quiz), s))))
  })

  test('takes so many of each module as the quiz says, each once', () => {
    fc.assert(
      fc.property(anyQuiz, seed, (quiz, s) => {
        const ids = draw(quiz, s).map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        for (const module of new Set(quiz.questions.map((question) => question.module))) {
          const pool = quiz.questions.filter((question) => question.module === module).map(({ id }) => id)
          expect(ids.filter((id) => pool.includes(id))).toHaveLength(Math.min(pool.length, quiz.draw ?? pool.length))
        }
      }),
    )
  })

  test('every option is shown once, and true or false keep their order', () => {
    fc.assert(
      fc.property(anyQuiz, seed, (quiz, s) => {
        for (const asked of draw(quiz, s)) {
          const question = quiz.questions.find(({ id }) => id === asked.id)!
          expect([...asked.options].sort()).toEqual([...question.options].sort())
          if (question.type === 'true-false') expect(asked.options).toEqual(['true', 'false'])
        }
      }),
    )
  })

  test('seeds lead to different questions, orders and options, none of them favoured', () => {
    const drawn = Array.from({ length: 600 }, (_, n) => draw(examination, `seed-${n}`))
    const times = (of: (asked: ReturnType<typeof draw>) => boolean) => drawn.filter(of).length
    for (const { id } of examination.questions) {
      expect(times((asked) => asked.some((each) => each.id === id))).toBeGreaterThan(330) // expected: 400 of 600
      expect(times((asked) => asked[0]?.id === id)).toBeGreaterThan(60) // expected: 100
    }
    const first = drawn.flatMap((asked) => asked.filter(({ id }) => id === 'x-one-1').map(({ options }) => options[0]))
    for (const option of ['a', 'b', 'c', 'd'])
      expect(first.filter((shown) => shown === option).length / first.length).toBeGreaterThan(0.15) // expected: 0.25
  })

  test('tells nothing of the keys', () => {
    expect(Object.keys(draw(examination, 'seed')[0]!).sort()).toEqual(['id', 'options'])
  })
})
