import { describe, expect, test } from '@jest/globals'
import { changedAnswersSchema } from '../../server/learning/schema.js'

const changed = (fields: unknown) => changedAnswersSchema.parse(fields)

describe('the answers of a form', () => {
  test('are those that differ from what its page showed', () => {
    expect(
      changed({
        _csrf: 'token',
        'shown-q-1': '',
        'answer-q-1': 'a',
        'shown-q-2': 'a c',
        'answer-q-2': ['c', 'a'],
        'shown-q-3': 'b',
        'answer-q-3': 'c',
        'shown-q-4': '',
      }),
    ).toEqual({ 'q-1': ['a'], 'q-3': ['c'] })
  })

  test('are cleared where all boxes were cleared on this page', () => {
    expect(changed({ 'shown-q-1': 'a c' })).toEqual({ 'q-1': [] })
  })

  test('an old page takes back nothing that was answered elsewhere', () => {
    expect(changed({ 'shown-q-1': '', 'shown-q-2': 'a', 'answer-q-2': 'a' })).toEqual({})
  })

  test('what the script saw being touched counts, also where it went back', () => {
    expect(changed({ 'shown-q-1': '*', 'answer-q-1': 'a', 'shown-q-2': '*' })).toEqual({ 'q-1': ['a'], 'q-2': [] })
  })

  test('a client without the shown fields gives plain answers', () => {
    expect(changed({ 'answer-q-1': ['a', 'b'] })).toEqual({ 'q-1': ['a', 'b'] })
  })

  test('what is not of a form is refused', () => {
    for (const body of [{ 'answer-q-1': { $ne: 'a' } }, { 'answer-q-1': 1 }, 'a', [['answer-q-1', 'a']]])
      expect(changedAnswersSchema.safeParse(body).success).toBe(false)
  })
})
