import * as fc from 'fast-check'
import {
  readJson,
  sameStatement,
  validateStatement,
  type Statement,
  type XapiVersion,
} from '../../server/xapi/index.js'
import { agentKey, keysOf } from '../../server/lrs/statements/keys.js'
import { prepare } from '../../server/lrs/statements/prepare.js'
import { anyStatement, statementOf2 } from './arbitrary.js'

const faults = (value: unknown, version: XapiVersion) => {
  const checked = validateStatement(value, version)
  return 'faults' in checked ? checked.faults : []
}
const versions = fc.constantFrom<XapiVersion>('1.0.3', '2.0.0')

/** Every place of a statement that the specification speaks of, as the path of keys that leads there. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null || path.at(-1) === 'extensions') return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key]
    return [here, ...places(inner, here)]
  })
}

function changedAt(
  statement: Statement,
  path: (string | number)[],
  change: (holder: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(statement) as unknown as Record<string, unknown>
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy)
  change(holder, String(path.at(-1)))
  return copy
}

/** A statement and one of its places. */
const withPlace = statementOf2.chain((statement) =>
  fc.tuple(fc.constant(statement), fc.constantFrom(...places(statement))),
)

describe('validation, for statements by chance', () => {
  test('what is valid is valid, and without context agents in both versions', () => {
    fc.assert(
      fc.property(anyStatement, versions, (statement, version) => expect(faults(statement, version)).toEqual([])),
    )
    fc.assert(fc.property(statementOf2, (statement) => expect(faults(statement, '2.0.0')).toEqual([])))
  })

  test('what only 2.0 has is refused by 1.0.3, at its place', () => {
    fc.assert(
      fc.property(statementOf2, (statement) => {
        const told = faults(statement, '1.0.3').map(({ path }) => path)
        expect(told.sort()).toEqual(['context.contextAgents', 'context.contextGroups'])
      }),
    )
  })

  test('null is a fault wherever it stands, told at its place or above it', () => {
    fc.assert(
      fc.property(withPlace, ([statement, path]) => {
        const found = faults(
          changedAt(statement, path, (holder, key) => (holder[key] = null)),
          '2.0.0',
        )
        expect(found).not.toEqual([])
        expect(found.every(({ clause }) => clause.startsWith('IEEE 9274.1.1 4.2'))).toBe(true)
        expect(found.some((fault) => fault.path.startsWith(String(path[0])))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a property more is a fault in every object that is not a map of data', () => {
    fc.assert(
      fc.property(
        withPlace,
        fc.constantFrom('__proto__', 'constructor', '$where', 'a.b', 'an_extra'),
        ([statement, path], name) => {
          const target = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], statement)
          fc.pre(
            typeof target === 'object' && target !== null && !Array.isArray(target) && path.at(-1) !== 'extensions',
          )
          const faulty = changedAt(statement, path, (holder, key) => {
            const json = JSON.stringify(holder[key])
            holder[key] = JSON.parse(
              `{${JSON.stringify(name)}:"x"${json === '{}' ? '' : ','}${json.slice(1)}`,
            ) as unknown
          })
          expect(faults(faulty, '2.0.0').some((fault) => fault.path.includes(name))).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('reading and writing changes nothing, and the order of keys does not count', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
            )
          : value
    fc.assert(
      fc.property(statementOf2, (statement) => {
        const read = readJson(JSON.stringify(statement))
        expect(sameStatement(statement, ('value' in read ? read.value : {}) as Statement)).toBe(true)
        expect(sameStatement(statement, reversed(statement) as Statement)).toBe(true)
      }),
    )
  })

  test('what is stored is valid, is the same statement, and is found by every agent in it', () => {
    const authority = { objectType: 'Agent' as const, mbox: 'mailto:lrs@example.org' }
    fc.assert(
      fc.property(statementOf2, (sent) => {
        const { json } = prepare(sent, { authority, origin: 'platform', version: '2.0.0' })
        const stored = JSON.parse(json) as Statement
        expect(faults(stored, '2.0.0')).toEqual([])
        expect(sameStatement(sent, stored)).toBe(true)
        expect(prepare(stored, { authority, origin: 'platform', version: '2.0.0' }).json).toBe(json)
        const agents = keysOf(stored).agents.map((key) => key.replace(/^~/, ''))
        const related = (sent.context?.contextAgents ?? []).map(({ agent }) => agentKey(agent))
        expect(agents).toEqual(expect.arrayContaining(related))
      }),
    )
  })
})
