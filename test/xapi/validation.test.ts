import * as fc from 'fast-check'
import { describeFault, readJson, validateAgent, validateStatement } from '../../server/xapi/index.js'
import { fullStatement, statement } from './statements.js'

/** The faults of a statement in which the value at a path is changed; `undefined` takes it away. */
function faultsWith(path: string, value: unknown, of: object = fullStatement()): string[] {
  const copy = structuredClone(of) as Record<string, unknown>
  const keys = path.split('/')
  const last = keys.pop() ?? ''
  const place = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, copy)
  if (value === undefined) Reflect.deleteProperty(place, last)
  else place[last] = value
  const checked = validateStatement(copy)
  return 'faults' in checked ? checked.faults.map((fault) => describeFault(fault)) : []
}

const reference = { objectType: 'StatementRef', id: '12345678-1234-5678-1234-567812345678' }
const subStatement = {
  objectType: 'SubStatement',
  actor: { mbox: 'mailto:a@example.org' },
  verb: { id: 'http://example.org/verbs/planned' },
  object: { id: 'http://example.org/activities/one' },
}

describe('valid statements', () => {
  test('the smallest, the fullest, and every kind of object', () => {
    expect(faultsWith('id', undefined, statement())).toEqual([])
    expect(faultsWith('version', '1.0.9')).toEqual([])
    const agent = { objectType: 'Agent', mbox: 'mailto:a@example.org' }
    for (const object of [agent, { objectType: 'Group', member: [agent] }, reference, subStatement])
      expect(faultsWith('object', object, statement())).toEqual([])
  })

  test.each(['PT1H', 'P4W', 'P3Y1M29DT4H35M59.14S', 'PT16559.14S', 'P1D'])('duration %s', (duration) => {
    expect(faultsWith('result/duration', duration)).toEqual([])
  })

  test.each([
    '2015-11-18T12:17:00',
    '2015-11-18T12:17:00.123456Z',
    '2015-11-18T12:17:00+0200',
    '2015-11-18T12:17:00-03',
  ])('timestamp %s', (timestamp) => {
    expect(faultsWith('timestamp', timestamp)).toEqual([])
  })

  test.each(['en', 'zh-Hant-TW', 'de-CH-1996', 'x-private', 'i-klingon', 'sr-Latn', 'es-419'])('language %s', (tag) => {
    expect(faultsWith('context/language', tag)).toEqual([])
  })
})

describe('faults name the path and the clause', () => {
  test.each([
    ['actor', undefined, 'actor: missing (xAPI 1.0.3 Data 2.4)'],
    ['id', 'AA97B177-9383-4934-8543-0F91A7A028368', 'id: not a UUID (xAPI 1.0.3 Data 4.4)'],
    ['id', null, 'id: not a string (xAPI 1.0.3 Data 4.4)'],
    ['actor', { mbox: 'a@b.c' }, 'actor.mbox: not a mailto IRI (xAPI 1.0.3 Data 2.4.2.3)'],
    ['actor', { name: 'A' }, 'actor: an agent with 0 identifiers, not one (xAPI 1.0.3 Data 2.4.2.3)'],
    [
      'actor',
      { mbox: 'mailto:a@b.c', openid: 'http://a.b' },
      'actor: an agent with 2 identifiers, not one (xAPI 1.0.3 Data 2.4.2.3)',
    ],
    [
      'actor',
      { objectType: 'agent', mbox: 'mailto:a@b.c' },
      'actor.objectType: not one of Agent, Group (xAPI 1.0.3 Data 2.4.2.1)',
    ],
    ['actor', { objectType: 'Group' }, 'actor.member: missing in a group without identifier (xAPI 1.0.3 Data 2.4.2.2)'],
    [
      'actor/member/0',
      { objectType: 'Group', mbox: 'mailto:a@b.c' },
      'actor.member[0].objectType: not one of Agent (xAPI 1.0.3 Data 2.4.2.1)',
    ],
    ['verb/id', 'experienced', 'verb.id: not an IRI with a scheme (xAPI 1.0.3 Data 4.3)'],
    [
      'verb/display',
      { a12345678: 'x' },
      'verb.display.a12345678: not a language tag of RFC 5646 (xAPI 1.0.3 Data 4.2)',
    ],
    ['verb/Display', {}, 'verb.Display: not a property that is allowed here (xAPI 1.0.3 Data 2.4.3)'],
    [
      'object/objectType',
      'Thing',
      'object.objectType: not one of Activity, Agent, Group, StatementRef, SubStatement (xAPI 1.0.3 Data 2.4.4)',
    ],
    [
      'object/definition/interactionType',
      undefined,
      'object.definition.interactionType: missing beside correctResponsesPattern, choices (xAPI 1.0.3 Data 2.4.4.1)',
    ],
    [
      'object/definition/interactionType',
      'likert',
      'object.definition.choices: not for interactions of type likert (xAPI 1.0.3 Data 2.4.4.1)',
    ],
    [
      'object/definition/choices',
      [{ id: 'a' }, { id: 'a' }],
      'object.definition.choices: components with the same id (xAPI 1.0.3 Data 2.4.4.1)',
    ],
    [
      'object/definition/extensions',
      { 'no iri': 1 },
      'object.definition.extensions["no iri"]: an extension whose key is not an IRI (xAPI 1.0.3 Data 4.1)',
    ],
    ['result/score/scaled', 1.01, 'result.score.scaled: not from -1 to 1 (xAPI 1.0.3 Data 2.4.5.1)'],
    ['result/score/raw', 11, 'result.score.raw: greater than max (xAPI 1.0.3 Data 2.4.5.1)'],
    ['result/score/raw', '5', 'result.score.raw: not a number (xAPI 1.0.3 Data 2.4.5.1)'],
    ['result/success', 'true', 'result.success: not a boolean (xAPI 1.0.3 Data 2.4.5)'],
    ['result/duration', 'PA1H0M0S', 'result.duration: not an ISO 8601 duration (xAPI 1.0.3 Data 4.6)'],
    ['result/duration', 'P4W1D', 'result.duration: not an ISO 8601 duration (xAPI 1.0.3 Data 4.6)'],
    ['result/duration', 'P', 'result.duration: not an ISO 8601 duration (xAPI 1.0.3 Data 4.6)'],
    ['result/duration', 'P1YT', 'result.duration: not an ISO 8601 duration (xAPI 1.0.3 Data 4.6)'],
    ['context/registration', 'x', 'context.registration: not a UUID (xAPI 1.0.3 Data 2.4.6.1)'],
    ['context/team', { mbox: 'mailto:a@b.c' }, 'context.team.objectType: missing (xAPI 1.0.3 Data 2.4.2.2)'],
    [
      'context/contextActivities',
      { next: [] },
      'context.contextActivities.next: not a property that is allowed here (xAPI 1.0.3 Data 2.4.6.2)',
    ],
    ['timestamp', '2008-09-15T15:53:00.601-00:00', 'timestamp: not an ISO 8601 timestamp (xAPI 1.0.3 Data 4.5)'],
    ['timestamp', '2026-02-30T00:00:00Z', 'timestamp: not an ISO 8601 timestamp (xAPI 1.0.3 Data 4.5)'],
    ['timestamp', '01/011/2015', 'timestamp: not an ISO 8601 timestamp (xAPI 1.0.3 Data 4.5)'],
    [
      'authority',
      { objectType: 'Group', member: [{ mbox: 'mailto:a@b.c' }] },
      'authority: an authority that is a group must have no identifier and two members (xAPI 1.0.3 Data 2.4.9)',
    ],
    ['version', '1.1.0', 'version: not a version of a statement that is accepted here (xAPI 1.0.3 Data 2.4.10)'],
    ['attachments/0/sha2', 12, 'attachments[0].sha2: not a string (xAPI 1.0.3 Data 2.4.11)'],
    ['attachments/0/display', undefined, 'attachments[0].display: missing (xAPI 1.0.3 Data 2.4.11)'],
    ['__proto__x', 1, '__proto__x: not a property that is allowed here (xAPI 1.0.3 Data 2.4)'],
  ])('%s = %j', (path, value, fault) => {
    expect(faultsWith(path, value)).toEqual([fault])
  })

  test('a statement that voids must name the one it voids; a sub-statement holds no other and no id', () => {
    const voiding = statement({ verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } })
    expect(faultsWith('x', undefined, voiding)).toEqual([
      'object.objectType: a statement that voids must have a StatementRef as its object (xAPI 1.0.3 Data 2.3.2)',
    ])
    expect(faultsWith('object', { ...subStatement, object: subStatement }, statement())[0]).toMatch(
      /^object\.object\.objectType: not one of/,
    )
    expect(faultsWith('object', { ...subStatement, id: reference.id }, statement())).toHaveLength(1)
  })

  test('revision and platform only where the object is an activity', () => {
    expect(faultsWith('object', reference)).toEqual([
      'context.revision: only allowed where the object is an activity (xAPI 1.0.3 Data 2.4.6)',
      'context.platform: only allowed where the object is an activity (xAPI 1.0.3 Data 2.4.6)',
    ])
  })

  test('all faults at once', () => {
    const faulty = { ...fullStatement(), actor: {}, verb: { id: 1 }, timestamp: 'x', extra: true }
    expect(faultsWith('id', 'x', faulty)).toHaveLength(5)
  })

  test('at most a hundred are told, and long keys are cut', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}${'x'.repeat(1000)}`, 1]))
    const faults = faultsWith('id', undefined, { ...statement(), ...many })
    expect(faults).toHaveLength(100)
    expect(Math.max(...faults.map((fault) => fault.length))).toBeLessThan(250)
  })

  test('nothing that JSON can hold makes it throw, and only objects are statements', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(validateStatement(value)).toHaveProperty('faults')
        expect(validateAgent(value)).toHaveProperty('faults')
      }),
    )
  })

  test('one property of a valid statement replaced by anything: valid, or a fault below that property', () => {
    const places = Object.keys(fullStatement())
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        const checked = validateStatement({ ...fullStatement(), [place]: value })
        const others = 'faults' in checked ? checked.faults.filter(({ path }) => !path.startsWith(place)) : []
        // Another object may forbid the context's revision and platform.
        expect(others.filter(({ path }) => place !== 'object' || !path.startsWith('context.'))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})

describe('reading JSON strictly', () => {
  const rules = (text: string) => {
    const read = readJson(text)
    return 'faults' in read ? read.faults.map(({ path, rule }) => `${path}: ${rule}`) : []
  }

  test('what JSON.parse reads is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(readJson(text)).toEqual({ value: JSON.parse(text) })
      }),
    )
  })

  test('a key that stands twice is a fault, also when one is written with escapes', () => {
    expect(rules('{"a":1,"b":{"c":[0,{"d":1,"d":2}]}}')).toEqual(['b.c[1].d: stands more than once in its object'])
    expect(rules('{"a":1,"\\u0061":2}')).toEqual(['a: stands more than once in its object'])
    expect(rules('[{"a":1},{"a":1}]')).toEqual([])
    expect(rules('{"a":"\\\\","b":"\\"a\\":","c":{"a":1}}')).toEqual([])
    expect(rules('{"__proto__":1,"constructor":2,"__proto__":3}')).toHaveLength(1)
  })

  test('too deep, too large, not JSON', () => {
    expect(rules(`${'['.repeat(100)}1${']'.repeat(100)}`)).toEqual([])
    expect(rules(`${'['.repeat(101)}1${']'.repeat(101)}`)[0]).toMatch(/nested deeper than 100 levels/)
    expect(rules('['.repeat(500_000) + ']'.repeat(500_000))[0]).toMatch(/nested deeper/)
    expect(rules('{"a":[1,-1e999]}')).toEqual(['a[1]: a number beyond what can be kept'])
    expect(rules('{"a":}')[0]).toMatch(/^: not JSON/)
    expect(rules('')[0]).toMatch(/^: not JSON/)
  })
})
