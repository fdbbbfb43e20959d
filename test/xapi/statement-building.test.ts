import * as fc from 'fast-check'
import {
  buildStatement,
  createVocabulary,
  readStatement,
  validateStatement,
  type LearningEvent,
} from '../../server/xapi/index.js'
import { anyEvent } from './events.js'

const vocabulary = createVocabulary('https://college.example.org', 'a secret of tests')

const passed: LearningEvent = {
  kind: 'passed',
  at: new Date('2026-11-20T09:30:00.123Z'),
  account: '5a0c2f0e-6f3d-4f0e-9a53-0d8b4f6e2a11',
  affiliation: { party: 'KE', agency: 'customs', status: 'confirmed' },
  language: 'fr',
  course: 'permits',
  version: '1.0.0',
  areas: ['permits'],
  registration: 'c7f1e9c4-8a54-4d57-8e5f-2f1f0f8e7a01',
  quiz: 'examination',
  attempt: '7d3f4a52-1c0b-4a3c-9d55-6b1d2c3e4f50',
  number: 2,
  points: 17,
  maxPoints: 20,
  percent: 85,
}

describe('building statements from events', () => {
  test('a passed examination says who, what, how well, where from and in which course', () => {
    const statement = buildStatement(vocabulary, passed)
    expect(statement).toMatchObject({
      timestamp: '2026-11-20T09:30:00.123Z',
      actor: { account: { homePage: 'https://college.example.org', name: passed.account } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/passed', display: { fr: 'a réussi' } },
      object: {
        id: 'https://college.example.org/activities/courses/permits/quizzes/examination',
        definition: { type: 'http://adlnet.gov/expapi/activities/assessment' },
      },
      result: { success: true, score: { scaled: 0.85, raw: 17, min: 0, max: 20 } },
      context: {
        registration: 'c7f1e9c4-8a54-4d57-8e5f-2f1f0f8e7a01',
        language: 'fr',
        contextActivities: { grouping: [{ id: 'https://college.example.org/activities/courses/permits' }] },
        extensions: {
          'https://college.example.org/vocabulary/extensions/party': 'KE',
          'https://college.example.org/vocabulary/extensions/agency': 'customs',
          'https://college.example.org/vocabulary/extensions/affiliation-status': 'confirmed',
          'https://college.example.org/vocabulary/extensions/attempt-number': 2,
        },
      },
    })
  })

  test('its id is the same for the same event, and nobody without the secret can tell it', () => {
    const idWith = (secret: string) => buildStatement(createVocabulary(vocabulary.iriBase, secret), passed).id
    expect(idWith('a secret of tests')).toBe(buildStatement(vocabulary, passed).id)
    expect(idWith('another secret')).not.toBe(idWith('a secret of tests'))
    expect(JSON.stringify(buildStatement(vocabulary, passed))).not.toContain('a secret of tests')
  })

  test('an answer holds the chosen options in the form of xAPI, and no correct response', () => {
    const statement = buildStatement(vocabulary, {
      ...passed,
      kind: 'answered',
      question: 'q7',
      interaction: 'choice',
      response: ['a', 'c'],
      success: false,
      points: 0,
      maxPoints: 2,
    })
    expect(statement.result).toEqual({
      success: false,
      response: 'a[,]c',
      score: { scaled: 0, raw: 0, min: 0, max: 2 },
    })
    expect(statement.object.definition).toEqual({
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'choice',
    })
  })

  test('an attempt cannot be both passed and failed: both ends have one id', () => {
    expect(buildStatement(vocabulary, { ...passed, kind: 'failed' }).id).toBe(buildStatement(vocabulary, passed).id)
    expect(buildStatement(vocabulary, { ...passed, attempt: 'another' }).id).not.toBe(
      buildStatement(vocabulary, passed).id,
    )
  })

  test('any event: its statement is valid, always the same, and reads back as the event', () => {
    fc.assert(
      fc.property(anyEvent(), (event) => {
        const statement = buildStatement(vocabulary, event)
        expect(validateStatement(statement)).toEqual({ statement })
        expect(JSON.stringify(buildStatement(vocabulary, structuredClone(event)))).toBe(JSON.stringify(statement))
        expect(readStatement(vocabulary, statement)).toEqual(event)
      }),
      { numRuns: 300 },
    )
  })

  test('statements of others are not read as events', () => {
    const foreign = { ...buildStatement(vocabulary, passed), actor: { mbox: 'mailto:a@example.org' } }
    expect(readStatement(vocabulary, foreign)).toBeUndefined()
    expect(
      readStatement(
        createVocabulary('https://other.example.org', 'a secret of tests'),
        buildStatement(vocabulary, passed),
      ),
    ).toBeUndefined()
  })
})

describe('the vocabulary', () => {
  test.each([
    [{ course: 'permits' }, vocabulary.activity.course('permits')],
    [{ course: 'a/b', module: 'm 1' }, vocabulary.activity.module('a/b', 'm 1')],
    [{ course: 'permits', quiz: 'examination' }, vocabulary.activity.quiz('permits', 'examination')],
    [{ course: 'permits', quiz: 'm', question: 'q' }, vocabulary.activity.question('permits', 'm', 'q')],
    [{ certificate: 'ABC123' }, vocabulary.activity.certificate('ABC123')],
    [{ party: 'KE' }, vocabulary.activity.party('KE')],
  ])('names %j and reads the name back', (name, id) => {
    expect(vocabulary.nameOf(id)).toEqual(name)
  })

  test('other ids have no name', () => {
    expect(vocabulary.nameOf('https://college.example.org/activities/courses/permits/else')).toBeUndefined()
    expect(vocabulary.nameOf('https://other.example.org/activities/courses/permits')).toBeUndefined()
  })
})
