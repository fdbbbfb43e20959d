import { describe, expect, test } from '@jest/globals'
import { pausedUntil } from '../../server/quizzes/index.js'

const finishedAt = new Date('2026-11-21T10:00:00Z')
const attempt = (passed: boolean) => ({
  finishedAt,
  result: { points: 1, maxPoints: 2, percent: 50, passed, perQuestion: {} },
})

describe('the pause before another attempt', () => {
  test.each([
    ['no attempt yet', [], '2026-11-21T10:00:00Z', undefined],
    ['just failed', [attempt(false)], '2026-11-21T10:00:00Z', '2026-11-21T11:00:00.000Z'],
    ['a moment before its end', [attempt(false)], '2026-11-21T10:59:59.999Z', '2026-11-21T11:00:00.000Z'],
    ['at its end', [attempt(false)], '2026-11-21T11:00:00Z', undefined],
    ['passed', [attempt(true)], '2026-11-21T10:00:00Z', undefined],
    ['failed, then passed', [attempt(false), attempt(true)], '2026-11-21T10:00:00Z', undefined],
    ['one is open', [{ finishedAt: undefined, result: undefined }], '2026-11-21T10:00:00Z', undefined],
  ])('%s', (_, history, now, until) => {
    expect(pausedUntil(60, history, new Date(now))?.toISOString()).toBe(until)
  })
})
