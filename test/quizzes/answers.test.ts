import { describe, expect, test } from '@jest/globals'
import { checkAnswers } from '../../server/quizzes/answers.js'
import { answersSchema, draw, unanswered } from '../../server/quizzes/index.js'
import { practice } from './cases.js'

const attempt = { questions: draw(practice, 'seed'), answers: {} }
const codes = (answers: Record<string, string[]>) => {
  try {
    checkAnswers(practice, attempt, answers)
    return []
  } catch (error) {
    return (error as { details: { faults: { field: string; code: string }[] } }).details.faults
  }
}

describe('answers must fit the attempt', () => {
  test('good ones do, also none and cleared ones', () => {
    expect(codes({ 'p-1': ['a'], 'p-2': ['a', 'b', 'c'], 'p-3': [] })).toEqual([])
    expect(codes({})).toEqual([])
  })

  test.each([
    ['a question not asked', { 'x-9': ['a'] }, 'x-9', 'question-not-asked'],
    ['a name of JavaScript', { constructor: ['a'] }, 'constructor', 'question-not-asked'],
    ['an option that is not there', { 'p-1': ['z'] }, 'p-1', 'not-a-choice'],
    ['an option twice', { 'p-2': ['a', 'a'] }, 'p-2', 'not-a-choice'],
    ['two options where one can be right', { 'p-1': ['a', 'b'] }, 'p-1', 'one-choice'],
    ['true and false', { 'p-3': ['true', 'false'] }, 'p-3', 'one-choice'],
  ])('%s is refused', (_, answers, field, code) => {
    expect(codes(answers)).toEqual([{ field, code }])
  })

  test('all faults are told at once', () => {
    expect(codes({ 'x-9': ['a'], 'p-1': ['z'] })).toHaveLength(2)
  })

  test('the wrong shape is refused', () => {
    for (const body of [{ 'p-1': 'a' }, { 'p-1': [{ $gt: '' }] }, { 'p-1': { $ne: 'a' } }, [['a']], 'a'])
      expect(answersSchema.safeParse(body).success).toBe(false)
  })

  test('what is not answered yet is named in the order asked', () => {
    const ids = attempt.questions.map(({ id }) => id)
    expect(unanswered(attempt)).toEqual(ids)
    expect(unanswered({ ...attempt, answers: { [ids[0]!]: ['a'], [ids[1]!]: [] } })).toEqual(ids.slice(1))
  })
})
