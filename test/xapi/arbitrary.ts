import * as fc from 'fast-check'
import type { Agent, Statement, StatementObject } from '../../server/xapi/index.js'

/** Statements of every shape that the specification allows, by chance. */

const word = fc.stringMatching(/^[a-z]{1,8}$/)
const iri = word.map((name) => `http://example.org/${name}`)
const languageMap = fc.dictionary(fc.constantFrom('en', 'fr', 'es-MX', 'zh-Hant'), fc.string(), { maxKeys: 3 })
const extensions = fc.dictionary(iri, fc.jsonValue(), { maxKeys: 2 })
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())

/** An object with all of `must` and some of `may`. */
const record = <M extends object, O extends object>(
  must: { [K in keyof M]: fc.Arbitrary<M[K]> },
  may: { [K in keyof O]: fc.Arbitrary<O[K]> },
) => fc.tuple(fc.record(must), fc.record(may, { requiredKeys: [] })).map(([a, b]) => ({ ...a, ...b }))

const identifier: fc.Arbitrary<object> = fc.oneof(
  word.map((name) => ({ mbox: `mailto:${name}@example.org` })),
  fc.stringMatching(/^[0-9a-f]{40}$/).map((sum) => ({ mbox_sha1sum: sum })),
  iri.map((openid) => ({ openid })),
  word.map((name) => ({ account: { homePage: 'http://example.org', name } })),
)

export const agent: fc.Arbitrary<Agent> = fc
  .tuple(identifier, record({}, { objectType: fc.constant('Agent' as const), name: fc.string() }))
  .map(([who, more]) => ({ ...more, ...who }))

const members = fc.array(agent, { minLength: 1, maxLength: 4 })

export const group: fc.Arbitrary<Agent> = fc.oneof(
  members.map((member) => ({ objectType: 'Group' as const, member })),
  fc.tuple(identifier, members).map(([who, member]) => ({ objectType: 'Group' as const, ...who, member })),
)

const activity: fc.Arbitrary<StatementObject> = record(
  { id: iri },
  {
    objectType: fc.constant('Activity'),
    definition: record({}, { name: languageMap, description: languageMap, type: iri, moreInfo: iri, extensions }),
  },
)
const reference = fc.uuid().map((id) => ({ objectType: 'StatementRef', id }))
const score = fc.integer({ min: 0, max: 100 }).map((raw) => ({ raw, min: -1, max: 101, scaled: raw / 100 }))

const result = record(
  {},
  {
    score,
    success: fc.boolean(),
    completion: fc.boolean(),
    response: fc.string(),
    duration: fc.constant('PT1M0.5S'),
    extensions,
  },
)

const context = record(
  {},
  {
    registration: fc.uuid(),
    instructor: fc.oneof(agent, group),
    team: group,
    contextActivities: record({}, { parent: fc.array(activity, { maxLength: 2 }), other: activity }),
    language: fc.constantFrom('en', 'fr-CA'),
    statement: reference,
    extensions,
  },
)

const event = {
  actor: fc.oneof(agent, group),
  verb: record({ id: iri }, { display: languageMap }),
}
const around = { result, context, timestamp: moment }

const someone = agent.map((one) => ({ ...one, objectType: 'Agent' }))
const subStatement = record({ ...event, object: fc.oneof(activity, someone, reference) }, around).map((inner) => ({
  objectType: 'SubStatement',
  ...inner,
}))

/** A valid statement of both versions. */
export const anyStatement: fc.Arbitrary<Statement> = record(
  { id: fc.uuid(), ...event, object: fc.oneof(activity, someone, group, reference, subStatement) },
  { ...around, version: fc.constantFrom('1.0.0', '1.0.3') },
).map((statement) => statement as unknown as Statement)

/** One that only xAPI 2.0 has. */
export const statementOf2: fc.Arbitrary<Statement> = fc
  .tuple(
    anyStatement,
    fc.array(record({ objectType: fc.constant('contextAgent' as const), agent }, {}), { minLength: 1, maxLength: 3 }),
    fc.array(
      record(
        { objectType: fc.constant('contextGroup' as const), group },
        { relevantTypes: fc.array(iri, { minLength: 1, maxLength: 3 }) },
      ),
      { maxLength: 3 },
    ),
  )
  .map(([statement, contextAgents, contextGroups]) => ({
    ...statement,
    context: { ...statement.context, contextAgents, contextGroups },
  }))
