import { systemClock } from '../../server/base/clock.js'
import { createLog } from '../../server/base/log.js'
import { createJournalStore, type JournalStore } from '../../server/lrs/journal/store.js'
import { Writer } from '../../server/lrs/journal/writer.js'
import { prepare } from '../../server/lrs/statements/prepare.js'
import { createStatementStore, type StatementStore } from '../../server/lrs/statements/store.js'
import { empty, lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
beforeAll(async () => {
  database = await lrsDatabase()
  await (await lrsOn(database.connection)).settled()
})
beforeEach(() => empty(database.connection))
afterAll(() => database.drop())

/** A writer whose database fails the first time that a method is called: before it acts, or after. */
function writerThatFails(fault: {
  statements?: { method: keyof StatementStore; after: boolean }
  journal?: { method: keyof JournalStore; after: boolean }
}): Writer {
  const statements = failing(createStatementStore(database.connection), fault.statements)
  const journal = failing(createJournalStore(database.connection), fault.journal)
  const describe = () => Promise.resolve()
  return new Writer({
    statements,
    describe,
    journal,
    clock: systemClock,
    log: createLog('silent'),
    onStored: () => undefined,
  })
}

function failing<T extends object>(store: T, fault: { method: keyof T; after: boolean } | undefined): T {
  if (!fault) return store
  let failed = false
  const real = store[fault.method] as (...of: unknown[]) => Promise<unknown>
  const once = async (...of: unknown[]) => {
    if (failed) return real(...of)
    failed = true
    if (fault.after) await real(...of)
    throw new Error('the connection broke')
  }
  // What is read one by one begins to fail when the first is asked for.
  const onceEach = async function* (...of: unknown[]) {
    if (failed) return yield* real(...of) as unknown as AsyncIterable<unknown>
    await once()
  }
  return { ...store, [fault.method]: fault.method === 'each' ? onceEach : once }
}

const authority = { mbox: 'mailto:authority@example.org' }
const stored = async () => {
  const lrs = await lrsOn(database.connection)
  return (await wholeFeed(lrs)).map((entry) => entry.statement.id)
}

describe('a connection that breaks', () => {
  test.each([
    ['at the look for conflicts', { statements: { method: 'each', after: false } }],
    ['before the commit', { journal: { method: 'insert', after: false } }],
    ['after the commit, so that nobody knows of it', { journal: { method: 'insert', after: true } }],
    ['before the statements are readable', { statements: { method: 'insert', after: false } }],
    ['after the statements are readable', { statements: { method: 'insert', after: true } }],
    ['at the look for what voids them', { statements: { method: 'voidingsOf', after: false } }],
  ] as const)('%s: the sender hears of it, sends again, and all is stored once', async (_when, fault) => {
    const writer = writerThatFails(fault)
    const sent = [statement(), statement()]
    const prepared = sent.map((one) => prepare(one, { authority, origin: 'platform', version: '1.0.3' }))
    await expect(writer.record(prepared)).rejects.toThrow('the connection broke')
    await writer.record(prepared)
    await writer.record([prepare(statement(), { authority, origin: 'platform', version: '1.0.3' })])
    await writer.settled()
    expect((await stored()).slice(0, 2)).toEqual(sent.map(({ id }) => id))
    expect(await stored()).toHaveLength(3)
    expect(await database.journal.countDocuments({ applied: false })).toBe(0)
  })

  test('while entries are marked: nobody hears of it, and the next start applies them once more', async () => {
    const writer = writerThatFails({ journal: { method: 'markApplied', after: false } })
    await writer.record([prepare(statement(), { authority, origin: 'platform', version: '1.0.3' })])
    await writer.settled()
    expect(await database.journal.countDocuments({ applied: false })).toBe(1)
    expect(await stored()).toHaveLength(1)
  })
})
