import { describe, expect, test } from '@jest/globals'
import { feedbackOn, forOwner } from '../../server/learning/feedback.js'
import { draw, result, type FinishedAttempt, type Quiz } from '../../server/quizzes/index.js'
import { examination, practice, rightAnswers } from '../quizzes/cases.js'

const course = { modules: ['one', 'two'] }

function finished(quiz: Quiz, answers: Record<string, string[]>): FinishedAttempt {
  const questions = draw({ ...quiz, draw: undefined }, 'seed')
  return {
    ...{ id: 'id', account: 'a', ref: quiz.ref, number: 1, registration: 'r', language: 'en', state: 'finished' },
    ...{ startedAt: new Date(0), finishedAt: new Date(1), questions, answers },
    result: result(quiz, { questions, answers }),
  }
}

describe('feedback', () => {
  const onPractice = (answers: Record<string, string[]>, id: string) => {
    const feedback = feedbackOn(course, practice, finished(practice, answers))
    return feedback.kind === 'questions' ? feedback.questions.find((question) => question.id === id) : undefined
  }
  const right = (option: string) => ({ option, right: true })
  const wrong = (option: string) => ({ option, right: false })

  test('on practice tells of every question the own choice, whether it was right, and the provision', () => {
    const answers = { 'p-1': ['b'], 'p-2': ['c', 'b'] }
    expect(onPractice(answers, 'p-1')).toEqual({
      ...{ id: 'p-1', module: 'one', provision: 'art-ii-1' },
      ...{ outcome: 'wrong', chosen: [wrong('b')], missed: [] },
    })
    expect(onPractice(answers, 'p-2')).toMatchObject({ outcome: 'right', provision: 'art-iii-2', missed: [] })
    expect(onPractice(answers, 'p-2')?.chosen).toEqual(expect.arrayContaining([right('b'), right('c')]))
    expect(onPractice(answers, 'p-3')).toMatchObject({ outcome: 'unanswered', chosen: [], missed: [] })
  })

  test('marks each option of a question with several right ones by itself, and names what was missed', () => {
    expect(onPractice({ 'p-2': ['b'] }, 'p-2')).toMatchObject({
      ...{ outcome: 'incomplete', chosen: [right('b')], missed: ['c'] },
    })
    const mixed = onPractice({ 'p-2': ['a', 'b'] }, 'p-2')
    expect(mixed).toMatchObject({ outcome: 'wrong', missed: ['c'] })
    expect(mixed?.chosen).toEqual(expect.arrayContaining([wrong('a'), right('b')]))
    expect(onPractice({}, 'p-2')).toMatchObject({ outcome: 'unanswered', missed: [] })
  })

  test('on a failed examination tells modules and provisions to read again, and no question', () => {
    const answers = rightAnswers(examination, ['x-one-1', 'x-one-2', 'x-one-3'])
    const feedback = feedbackOn(course, examination, finished(examination, answers))
    expect(feedback).toEqual({
      kind: 'reading',
      modules: [{ module: 'two', provisions: ['art-i-b', 'art-ii-1', 'art-iii-2'] }],
    })
    expect(JSON.stringify(feedback)).not.toContain('x-')
  })

  test('on a passed examination tells all', () => {
    const ids = examination.questions.map(({ id }) => id)
    const feedback = feedbackOn(course, examination, finished(examination, rightAnswers(examination, ids)))
    expect(feedback).toMatchObject({ kind: 'questions' })
    expect(feedback.kind === 'questions' && feedback.questions.every(({ outcome }) => outcome === 'right')).toBe(true)
  })

  test('a failed examination that its owner takes home tells the result, and of no answer whether it was right', () => {
    const failed = finished(examination, rightAnswers(examination, ['x-one-1']))
    expect(forOwner(failed).result).toMatchObject({ passed: false, perQuestion: {} })
    const ids = examination.questions.map(({ id }) => id)
    expect(
      Object.keys(forOwner(finished(examination, rightAnswers(examination, ids))).result!.perQuestion),
    ).toHaveLength(ids.length)
    expect(forOwner(finished(practice, {})).result!.perQuestion).not.toEqual({})
  })
})
