import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import type { Lrs, StatementQuery } from '../../server/lrs/index.js'
import type { Agent, Statement } from '../../server/xapi/index.js'
import { empty, handClock, lrsDatabase, lrsOn, statement, voiding } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
const clock = handClock()
beforeAll(async () => {
  database = await lrsDatabase()
})
beforeEach(async () => {
  await empty(database.connection)
  lrs = await lrsOn(database.connection, { clock })
})
afterEach(() => lrs.settled())
afterAll(() => database.drop())

const ids = async (query: StatementQuery) => (await lrs.find(query)).statements.map((one) => one.statement.id)

/** The pages of a query, from the first to the last. */
async function pages(
  query: StatementQuery,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<string[][]> {
  const all: string[][] = []
  let page = await lrs.find(query)
  for (;;) {
    all.push(page.statements.map((one) => one.statement.id))
    if (page.more === undefined) return all
    await between()
    page = await lrs.find({ more: page.more })
  }
}

describe('conditions', () => {
  const anna: Agent = { mbox: 'mailto:anna@example.org' }
  const ben: Agent = { account: { homePage: 'http://example.org', name: 'ben' } }
  const activity = (name: string) => ({ id: `http://example.org/${name}` })

  test('verb, activity, registration, and all of them together', async () => {
    const registration = randomUUID()
    const wanted = statement({ context: { registration: registration.toUpperCase() }, object: activity('x') })
    const verb = { id: 'http://example.org/verbs/other' }
    const others = [
      statement({ object: activity('x') }),
      statement({ verb }),
      statement({ verb, context: { registration } }),
    ]
    await lrs.record([wanted, ...others], 'platform')
    expect(await ids({ registration, verb: wanted.verb.id, activity: 'http://example.org/x' })).toEqual([wanted.id])
    expect(await ids({ registration })).toEqual([others[2]?.id, wanted.id])
    expect(await ids({ verb: 'http://example.org/verbs/nobody' })).toEqual([])
  })

  test('an agent as actor, object or member of a group; by any identifier, not by name', async () => {
    const group: Agent = { objectType: 'Group', name: 'Team', member: [ben, anna], mbox: 'mailto:team@example.org' }
    const sent = [
      statement({ actor: { ...anna, name: 'Anna' } }),
      statement({ actor: group }),
      statement({ object: { objectType: 'Agent', ...anna } }),
      statement({ actor: ben, context: { instructor: anna } }),
    ]
    await lrs.record(sent, 'platform')
    const [asActor, inGroup, asObject, aroundIt] = sent.map(({ id }) => id)
    expect(await ids({ agent: anna, ascending: true })).toEqual([asActor, inGroup, asObject])
    expect(await ids({ agent: { mbox: 'mailto:anna@EXAMPLE.org' } })).toHaveLength(3)
    expect(await ids({ agent: { objectType: 'Group', mbox: 'mailto:team@example.org' } })).toEqual([inGroup])
    expect(await ids({ agent: anna, relatedAgents: true, ascending: true })).toEqual([
      asActor,
      inGroup,
      asObject,
      aroundIt,
    ])
    const authority = (await lrs.get(asActor ?? ''))?.statement.authority
    expect(await ids({ agent: authority as Agent })).toEqual([])
    expect(await ids({ agent: authority as Agent, relatedAgents: true })).toHaveLength(4)
  })

  test('related activities: of the context and of sub-statements', async () => {
    const inner = { objectType: 'SubStatement', actor: ben, verb: { id: 'http://a.b/v' }, object: activity('course') }
    const sent = [
      statement({ object: activity('course') }),
      statement({ context: { contextActivities: { grouping: [activity('course')] } } }),
      statement({ object: { ...inner, context: { contextActivities: { other: [activity('deep')] } } } }),
    ]
    await lrs.record(sent, 'platform')
    expect(await ids({ activity: 'http://example.org/course' })).toEqual([sent[0]?.id])
    expect(await ids({ activity: 'http://example.org/course', relatedActivities: true })).toHaveLength(3)
    expect(await ids({ activity: 'http://example.org/deep', relatedActivities: true })).toEqual([sent[2]?.id])
    expect(await ids({ agent: ben, relatedAgents: true })).toEqual([sent[2]?.id])
  })

  test.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
    [2, 0, 1],
  ])(
    'a statement about a statement is found by what that one is about, sent in the order %i, %i, %i',
    async (...order) => {
      const about = (id: string) => statement({ object: { objectType: 'StatementRef', id }, actor: ben })
      const first = statement({ actor: anna, object: activity('x') })
      const second = about(first.id.toUpperCase())
      const chain = [first, second, about(second.id)]
      for (const place of order) await lrs.record(chain.slice(place, place + 1), 'platform')
      const all = chain.map(({ id }) => id).sort()
      expect((await ids({ activity: 'http://example.org/x' })).sort()).toEqual(all)
      expect((await ids({ agent: anna })).sort()).toEqual(all)
      // The first is voided: it is gone, what refers to it stays.
      await lrs.record([voiding(first.id)], 'platform')
      expect(await ids({ agent: anna })).not.toContain(first.id)
      expect(await ids({ agent: anna })).toHaveLength(3)
    },
  )

  test('since is exclusive, until inclusive', async () => {
    const sent = [statement(), statement(), statement()]
    for (const one of sent) {
      clock.move(60_000)
      await lrs.record([one], 'platform')
    }
    const middle = (await lrs.get(sent[1]?.id ?? ''))?.stored
    const moment = middle ?? new Date(NaN)
    const [a, b, c] = sent.map(({ id }) => id)
    expect(await ids({ since: moment })).toEqual([c])
    expect(await ids({ until: moment })).toEqual([b, a])
    expect(await ids({ since: new Date(moment.getTime() - 1), until: moment })).toEqual([b])
    expect(await ids({ since: new Date('2100-01-01') })).toEqual([])
    expect(await ids({ until: new Date('2000-01-01') })).toEqual([])
    expect(await ids({ until: moment, ascending: true })).toEqual([a, b])
  })

  test('ids longer than an index should hold are found all the same', async () => {
    const long = `http://example.org/${'x'.repeat(100_000)}`
    const sent = statement({ object: { id: long }, verb: { id: `${long}/verb` } })
    await lrs.record([sent], 'platform')
    expect(await ids({ activity: long, verb: `${long}/verb` })).toEqual([sent.id])
  })
})

describe('paging', () => {
  test('every statement once, in order, however long the pages', async () => {
    const sent = Array.from({ length: 23 }, () => statement())
    await lrs.record(sent, 'platform')
    const order = sent.map(({ id }) => id)
    for (const limit of [1, 7, 23, 24, 0]) {
      expect((await pages({ limit, ascending: true })).flat()).toEqual(order)
      expect((await pages({ limit })).flat()).toEqual([...order].reverse())
    }
    expect(await pages({ limit: 23 })).toHaveLength(1)
  })

  test('what is stored while somebody pages neither moves nor joins the pages', async () => {
    const verb = { id: 'http://example.org/verbs/paged' }
    const sent = Array.from({ length: 12 }, () => statement({ verb }))
    await lrs.record(sent, 'platform')
    const meanwhile = () => lrs.record([statement({ verb }), statement()], 'platform')
    expect((await pages({ limit: 5, verb: verb.id }, meanwhile)).flat().sort()).toEqual(sent.map(({ id }) => id).sort())
    const then = await ids({ verb: verb.id, ascending: true })
    expect((await pages({ limit: 5, verb: verb.id, ascending: true }, meanwhile)).flat()).toEqual(then)
  })

  test('`more` is good for any process on this database, and only as it was made', async () => {
    await lrs.record([statement(), statement()], 'platform')
    const { more = '' } = await lrs.find({ limit: 1 })
    const other = await lrsOn(await database.another())
    expect((await other.find({ more })).statements).toHaveLength(1)
    const [payload = '', signature = ''] = more.split('.')
    const changed = Buffer.from(JSON.stringify({ query: { limit: 9 } })).toString('base64url')
    for (const forged of ['', 'x', payload, `${payload}.`, `${changed}.${signature}`, `${payload}.${signature}x`])
      await expect(lrs.find({ more: forged })).rejects.toMatchObject({ status: 400, code: 'unknown-more' })
  })

  test('any mixture of conditions: what is found is what a look at every statement finds', async () => {
    const verbs = ['v1', 'v2'].map((name) => `http://example.org/${name}`)
    const activities = ['a1', 'a2', 'a3'].map((name) => `http://example.org/${name}`)
    const sent: Statement[] = Array.from({ length: 60 }, (_, index) =>
      statement({
        verb: { id: verbs[index % 2] ?? '' },
        object: { id: activities[index % 3] ?? '' },
        context: { contextActivities: { parent: [{ id: activities[(index * 7) % 3] ?? '' }] } },
      }),
    )
    await lrs.record(sent, 'platform')
    const query = fc.record(
      {
        verb: fc.constantFrom(...verbs),
        activity: fc.constantFrom(...activities),
        relatedActivities: fc.boolean(),
        ascending: fc.boolean(),
        limit: fc.integer({ min: 1, max: 20 }),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const matches = sent.filter(({ verb, object, context }) => {
          const near = object.id === asked.activity
          const far = asked.relatedActivities && context?.contextActivities?.['parent']?.[0]?.id === asked.activity
          return (!asked.verb || verb.id === asked.verb) && (!asked.activity || near || far)
        })
        const expected = matches.map(({ id }) => id)
        expect((await pages(asked as StatementQuery)).flat()).toEqual(asked.ascending ? expected : expected.reverse())
      }),
      { numRuns: 40 },
    )
  })
})

describe('speed', () => {
  test('every search goes along an index, in its order, and looks at no more than its page', async () => {
    await lrs.record(
      Array.from({ length: 300 }, (_, index) =>
        statement({ context: { registration: randomUUID() }, object: { id: `http://a.b/${index % 2}` } }),
      ),
      'platform',
    )
    const filters = [
      {},
      { verbs: statement().verb.id },
      { agents: 'mbox:mailto:officer@example.org' },
      { activities: { $in: ['http://a.b/1', '~http://a.b/1'] } },
      { verbs: statement().verb.id, position: { $lt: 200 } },
    ]
    for (const filter of filters) {
      const search = { ...filter, voided: { $exists: false } }
      const plan = (await database.statements
        .find(search)
        .sort({ position: -1 })
        .limit(21)
        .explain('executionStats')) as {
        queryPlanner: object
        executionStats: { totalDocsExamined: number }
      }
      expect(JSON.stringify(plan.queryPlanner)).not.toMatch(/COLLSCAN|"stage":"SORT"/)
      expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(21)
    }
  })
})
