import { createAudit } from '../../server/base/audit.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

const database = await testDatabase()
const clock = movableClock()
const audit = createAudit({ connection: database.connection, clock })
afterAll(() => database.drop())

test('entries are listed, the newest first, a page at a time, each once', async () => {
  for (let n = 1; n <= 7; n++) {
    // Some at the same moment.
    if (n % 3 === 0) clock.pass(1)
    await audit.record({ by: 'adam', action: 'role-given', subject: `person-${n}`, reason: 'asked', details: { n } })
  }
  const seen: unknown[] = []
  let before: string | undefined
  do {
    const page = await audit.list({ limit: 3, before })
    expect(page.entries.length).toBeLessThanOrEqual(3)
    seen.push(...page.entries.map(({ details }) => details['n']))
    before = page.more
  } while (before)
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
})

test('an entry says who, what, to whom, why and when', async () => {
  clock.pass(1)
  await audit.record({ by: 'sofia', action: 'names-opened', reason: 'confirming claims' })
  const { entries } = await audit.list({ limit: 1 })
  expect(entries[0]).toEqual({
    ...{ id: expect.any(String), at: clock.now(), by: 'sofia', action: 'names-opened' },
    ...{ subject: undefined, reason: 'confirming claims', details: {} },
  })
})

test.each(['nonsense', '1_', '{"$gt":""}', '99999999999999999999_x'])(
  'the place %s is the beginning',
  async (before) => {
    const [all, from] = [await audit.list({ limit: 2 }), await audit.list({ limit: 2, before })]
    expect(from.entries).toEqual(all.entries)
  },
)
