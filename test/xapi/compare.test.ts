import { sameStatement } from '../../server/xapi/index.js'
import { fullStatement } from './statements.js'

const one = fullStatement()
const change = (edit: (copy: ReturnType<typeof fullStatement>) => void) => {
  const copy = structuredClone(one)
  edit(copy)
  return copy
}

describe('the same statement (Data 2.3.1)', () => {
  test.each([
    [
      'what the LRS sets',
      change((s) => Object.assign(s, { stored: '2027-01-01T00:00:00Z', authority: undefined, version: '1.0.3' })),
    ],
    ['the timestamp in another zone', change((s) => Object.assign(s, { timestamp: '2026-11-20T07:30:00.123Z' }))],
    ['no timestamp', change((s) => delete s.timestamp)],
    ['the verb’s display', change((s) => (s.verb.display = { es: 'otra' }))],
    ['the activity’s definition', change((s) => delete s.object.definition)],
    ['the order of a group’s members', change((s) => (s.actor['member'] as unknown[]).reverse())],
    [
      'one context activity not in a list',
      change((s) =>
        Object.assign(s.context!, {
          contextActivities: { parent: { objectType: 'Activity', id: 'http://example.org/activities/quiz' } },
        }),
      ),
    ],
    ['a duration’s further digits', change((s) => (s.result!.duration = 'PT1H0M0.1S'))],
  ])('does not depend on %s', (_what, other) => {
    expect(sameStatement(one, other)).toBe(true)
    expect(sameStatement(other, one)).toBe(true)
  })

  test.each([
    ['the verb', change((s) => (s.verb.id = 'http://example.org/other'))],
    ['the actor', change((s) => (s.actor = { mbox: 'mailto:z@example.org' }))],
    ['a result', change((s) => (s.result!.response = 'b'))],
    ['an extension', change((s) => (s.context!.extensions = { 'http://example.org/ext': 'y' }))],
    ['the moment', change((s) => Object.assign(s, { timestamp: '2026-11-20T09:30:00.124+02:00' }))],
    ['the object', change((s) => (s.object.id = 'http://example.org/other'))],
    ['a context activity', change((s) => (s.context!.contextActivities = {}))],
    ['a hundredth of a second', change((s) => (s.result!.duration = 'PT1H0M0.11S'))],
  ])('depends on %s', (_what, other) => {
    expect(sameStatement(one, other)).toBe(false)
  })

  test('durations are compared to a hundredth of a second', () => {
    const [a, b] = ['PT1H0M0.114S', 'PT1H0M0.119S'].map((duration) => change((s) => (s.result!.duration = duration)))
    expect(sameStatement(a!, b!)).toBe(true)
  })
})
