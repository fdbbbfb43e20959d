import mongoose from 'mongoose'
import type { Lrs } from '../../server/lrs/index.js'
import type { Agent, Statement } from '../../server/xapi/index.js'
import { useRouter } from './router.js'
import { iriBase, lrsOn, statement, wholeFeed } from './support.js'

const { used, post } = useRouter(10 * 1024 * 1024)
const record = (...statements: Statement[]) => used.lrs.record(statements, 'platform')

const agent = (name: string): Agent => ({ account: { homePage: iriBase, name } })
const group = (tag: string, size: number, long = 0): Agent => ({
  objectType: 'Group',
  member: Array.from({ length: size }, (_, index) => agent(`${tag}${index}${'x'.repeat(long)}`)),
})
const about = (target: Statement, actor = agent('somebody')) =>
  statement({ actor, object: { objectType: 'StatementRef', id: target.id } })

const keys = async ({ id }: Statement) => {
  const found = await used.database.connection
    .collection<{ _id: string; agents: string[] }>('statements')
    .findOne({ _id: id })
  return found?.agents ?? []
}

/** A text of so many characters, which nothing is found by. */
const heavy = (length: number) => statement({ result: { response: 'x'.repeat(length) } })

describe('a statement that is too large', () => {
  test('a group of 16 000 is refused with words, and so the one about it brings nothing down', async () => {
    const first = statement({ actor: group('a', 16_000, 330) })
    const refused = await post(first).expect(413)
    expect(refused.body).toMatchObject({ code: 'too-large', message: expect.stringContaining('1048576') as string })
    await post(about(first, group('b', 16_000, 330))).expect(413)
    await post([statement(), first]).expect(413)
    await used.lrs.settled()
    const again = await lrsOn(used.database.connection)
    expect(await wholeFeed(again)).toEqual([])
    await post(statement()).expect(200)
  })

  test('a megabyte is taken, a byte more is not', async () => {
    const authority = { objectType: 'Agent', ...agent('credential-one') }
    const room = 1024 * 1024 - JSON.stringify({ ...heavy(0), authority, version: '1.0.0' }).length
    await used.lrs.record([heavy(room)], 'credential:one')
    await expect(used.lrs.record([heavy(room + 1)], 'credential:one')).rejects.toMatchObject({ status: 413 })
  })

  test('many short names are refused by their number', async () => {
    const refused = await post([statement(), statement({ actor: group('a', 1001) })]).expect(400)
    expect(refused.body).toMatchObject({
      code: 'too-many-names',
      message: expect.stringMatching(/^statements\[1\] names 100\d agents/) as string,
    })
    await post(statement({ actor: group('a', 990) })).expect(200)
  })
})

describe('what a statement takes over from others', () => {
  test('ends where it would be too much, and the statement stays readable', async () => {
    const [first, ...others] = ['a', 'b', 'c', 'd'].map((tag) => statement({ actor: group(tag, 900) }))
    let last = first!
    await record(last)
    for (const { actor } of others) {
      last = about(last, actor)
      await record(last)
    }
    expect((await keys(last)).length).toBeLessThanOrEqual(2000)
    expect(await used.lrs.get(last.id)).toBeDefined()
    // The first two fit together.
    expect((await used.lrs.find({ agent: agent('a5') })).statements).toHaveLength(2)
  })

  test('a long chain whose end comes last costs a bounded number of writes', async () => {
    const length = 400
    const chain = [statement({ actor: agent('end') })]
    for (let index = 0; index < length; index += 1) chain.unshift(about(chain[0]!, agent(`link ${index}`)))
    const end = chain.pop()!
    await record(...chain)

    const { count, lrs, close } = await countingWrites()
    await lrs.record([end], 'platform')
    await lrs.settled()
    expect(count()).toBeLessThan(30)
    await close()
    // What refers to it over a few references is found by it, as it should be.
    const found = await used.lrs.find({ agent: agent('end') })
    expect(found.statements.map(({ statement: { id } }) => id)).toEqual(
      expect.arrayContaining([end.id, chain.at(-1)!.id]),
    )
  })

  test('a chain that comes in its order is found as a whole', async () => {
    const chain = [statement({ actor: agent('end') })]
    for (let index = 0; index < 20; index += 1) chain.push(about(chain.at(-1)!))
    for (const one of chain) await record(one)
    expect((await used.lrs.find({ agent: agent('end') })).statements).toHaveLength(21)
  })
})

describe('many large statements', () => {
  test('come in pages that end at a weight, and all of them come', async () => {
    const sent = Array.from({ length: 12 }, () => heavy(1_000_000))
    for (const one of sent) await record(one)

    const seen: string[] = []
    let page = await used.lrs.find({ ascending: true })
    for (;;) {
      expect(page.statements.length).toBeLessThanOrEqual(8)
      seen.push(...page.statements.map((one) => one.statement.id))
      if (page.more === undefined) break
      page = await used.lrs.find({ more: page.more })
    }
    expect(seen).toEqual(sent.map(({ id }) => id))

    expect((await used.lrs.feed(0, 1000)).length).toBeLessThanOrEqual(8)
    expect((await wholeFeed(used.lrs, 1000)).map((entry) => entry.statement.id)).toEqual(seen)
  })
})

/** An LRS on a connection of its own, whose commands that write statements are counted. */
async function countingWrites(): Promise<{ lrs: Lrs; count: () => number; close: () => Promise<void> }> {
  const { uri, connection } = used.database
  const other = await mongoose
    .createConnection(uri, { dbName: connection.name, writeConcern: { w: 1, j: true }, monitorCommands: true })
    .asPromise()
  const lrs = await lrsOn(other)
  let writes = 0
  other.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'update' && (command as { update: string }).update === 'statements') writes += 1
  })
  return { lrs, count: () => writes, close: () => other.close() }
}
