import * as fc from 'fast-check'
import type { LearningEvent } from '../../server/xapi/index.js'

/** Any event that the platform could record. */
export function anyEvent(): fc.Arbitrary<LearningEvent> {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
  const quiz = fc.oneof(name, fc.constant('examination'))
  const moment = fc.date({ min: new Date('2011-06-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  const base = {
    at: moment,
    account: fc.uuid(),
    affiliation: fc.record({
      party: fc.constantFrom('KE', 'FR', 'EU', 'observer', 'non-party'),
      agency: fc.constantFrom('customs', 'police', 'management-authority'),
      status: fc.constantFrom('claimed' as const, 'confirmed' as const),
    }),
    language: fc.constantFrom('en' as const, 'fr' as const, 'es' as const),
  }
  const inCourse = {
    ...base,
    course: name,
    version: fc.constantFrom('1.0.0', '2.1.0'),
    areas: fc.array(fc.constantFrom('permits', 'ndf', 'enforcement'), { minLength: 1 }),
    registration: fc.uuid(),
  }
  const points = fc
    .integer({ min: 1, max: 50 })
    .chain((maxPoints) =>
      fc.record({ points: fc.integer({ min: 0, max: maxPoints }), maxPoints: fc.constant(maxPoints) }),
    )
  const kind = <K extends string>(value: K) => fc.constant(value)
  const attempt = fc.uuid()
  return fc.oneof(
    fc.record({ ...inCourse, kind: kind('registered') }),
    fc.record({ ...inCourse, kind: kind('initialized') }),
    fc.record({ ...inCourse, kind: kind('initialized'), quiz, attempt }),
    fc.record({ ...inCourse, kind: kind('experienced'), module: name }),
    fc.record({ ...inCourse, kind: kind('completed') }),
    fc.record({ ...inCourse, kind: kind('completed'), module: name }),
    fc
      .tuple(
        fc.record({
          ...inCourse,
          kind: kind('answered'),
          quiz,
          attempt,
          question: name,
          interaction: fc.constantFrom('choice' as const, 'true-false' as const),
          response: fc.array(name),
          success: fc.boolean(),
        }),
        points,
      )
      .map(([event, score]) => ({ ...event, ...score })),
    fc
      .tuple(
        fc.record({
          ...inCourse,
          kind: fc.constantFrom('passed' as const, 'failed' as const),
          quiz,
          attempt,
          number: fc.integer({ min: 1, max: 9 }),
          percent: fc.integer({ min: 0, max: 100 }),
        }),
        points,
      )
      .map(([event, score]) => ({ ...event, ...score })),
    fc.record({
      ...inCourse,
      kind: kind('earned'),
      certificate: name,
      term: fc.integer({ min: 1, max: 9 }),
      attempt,
      validUntil: fc.option(moment, { nil: undefined }),
    }),
    fc.record({ ...inCourse, kind: kind('revoked'), certificate: name, term: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ ...inCourse, kind: kind('revoked'), certificate: name }),
    fc.record({ ...base, kind: fc.constantFrom('affiliated' as const, 'disaffiliated' as const) }),
  )
}
