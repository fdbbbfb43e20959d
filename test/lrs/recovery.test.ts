import { empty, lrsDatabase, lrsOn, statement, voiding, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
beforeAll(async () => (database = await lrsDatabase()))
beforeEach(() => empty(database.connection))
afterAll(() => database.drop())

/** Takes what was stored back to the moment after its commit, of which `keep` statements had become readable. */
async function undoApplication(keep: number, entry: number): Promise<void> {
  const { journal, statements } = database
  const { first } = (await journal.findOne({ _id: entry })) ?? { first: 0 }
  const documents = await statements
    .find({ position: { $gte: first } })
    .sort({ position: 1 })
    .toArray()
  const held = documents.map((document) => ({ ...document }))
  for (const committed of held) delete committed.voided
  await statements.deleteMany({ position: { $gte: first + keep } })
  await statements.updateMany({}, { $unset: { voided: 1 } })
  await journal.updateOne({ _id: entry }, { $set: { applied: false, statements: held } })
}

describe('after a crash between commit and application', () => {
  test.each([0, 1, 3])('the next start finishes an entry of which %i statements were readable', async (keep) => {
    const before = await lrsOn(database.connection)
    const target = statement()
    await before.record([target], 'platform')
    const batch = [statement(), voiding(target.id), statement()]
    await before.record(batch, 'platform')
    await before.settled()
    await undoApplication(keep, 2)

    const lrs = await lrsOn(await database.another())
    expect((await wholeFeed(lrs)).map((entry) => entry.statement.id)).toEqual([target, ...batch].map(({ id }) => id))
    expect((await lrs.get(target.id))?.voided).toBe(true)
    await lrs.settled()
    expect(await database.journal.countDocuments({ applied: false })).toBe(0)
    expect(await database.journal.countDocuments({ statements: { $exists: true } })).toBe(0)
  })

  test('a writer that lives on: sending again waits for the entry, and conflicts with it are found', async () => {
    const lrs = await lrsOn(database.connection)
    const sent = statement()
    const dead = await lrsOn(await database.another())
    await dead.record([sent], 'platform')
    await dead.settled()
    await undoApplication(0, 1)

    expect(await lrs.get(sent.id)).toBeUndefined()
    const other = { ...sent, verb: { id: 'http://example.org/other' } }
    // A new statement beside it makes this writer meet the entry.
    await lrs.record([statement()], 'platform')
    await expect(lrs.record([other], 'platform')).rejects.toMatchObject({ status: 409 })
    await lrs.record([sent], 'platform')
    expect((await wholeFeed(lrs)).map((entry) => entry.statement.id)[0]).toBe(sent.id)
    await lrs.settled()
  })

  test('the feed stops before the gap that another writer left, and gets it filled', async () => {
    const lrs = await lrsOn(database.connection)
    const dead = await lrsOn(await database.another())
    const [first, lost] = [statement(), statement()]
    await lrs.record([first], 'platform')
    await dead.record([lost], 'platform')
    await dead.settled()
    await undoApplication(0, 2)
    const last = statement()
    await lrs.record([last], 'platform')

    expect((await lrs.feed(0, 10)).map(({ position }) => position)).toEqual([1])
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await lrs.outbox.sweep()
    expect((await wholeFeed(lrs)).map((entry) => entry.statement.id)).toEqual([first, lost, last].map(({ id }) => id))
    await lrs.settled()
  })
})
