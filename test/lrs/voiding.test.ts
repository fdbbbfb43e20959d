import type { Lrs } from '../../server/lrs/index.js'
import { empty, lrsDatabase, lrsOn, statement, voiding, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
beforeAll(async () => (database = await lrsDatabase()))
beforeEach(async () => {
  await empty(database.connection)
  lrs = await lrsOn(database.connection)
})
afterEach(() => lrs.settled())
afterAll(() => database.drop())

describe('voiding (Data 2.3.2)', () => {
  const target = () => statement()

  test.each(['before', 'after', 'with'])('the voiding statement arrives %s its target', async (order) => {
    const one = target()
    const other = voiding(one.id.toUpperCase())
    const requests = { before: [[other], [one]], after: [[one], [other]], with: [[other, one]] }[order] ?? []
    for (const request of requests) await lrs.record(request, 'platform')
    expect((await lrs.get(one.id))?.voided).toBe(true)
    expect((await lrs.get(other.id))?.voided).toBe(false)
    expect((await lrs.find({})).statements.map(({ statement: { id } }) => id)).toEqual([other.id])
    const voided = (await wholeFeed(lrs)).map((entry) => [entry.statement.id, entry.voided])
    expect(voided).toEqual(
      expect.arrayContaining([
        [one.id, true],
        [other.id, false],
      ]),
    )
  })

  test('a voiding statement cannot be voided', async () => {
    const one = target()
    const first = voiding(one.id)
    const second = voiding(first.id)
    for (const sent of [second, one, first]) await lrs.record([sent], 'platform')
    expect((await lrs.get(first.id))?.voided).toBe(false)
    expect((await lrs.get(one.id))?.voided).toBe(true)
    expect((await wholeFeed(lrs)).filter((entry) => entry.voided).map((entry) => entry.statement.id)).toEqual([one.id])
  })

  test('a voided statement that is sent again stays voided; a target that never comes harms nothing', async () => {
    const one = target()
    await lrs.record([one, voiding(one.id), voiding(target().id)], 'platform')
    await lrs.record([one], 'platform')
    expect((await lrs.get(one.id))?.voided).toBe(true)
  })
})
