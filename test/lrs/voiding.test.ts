import { VoidingForbidden, type Lrs } from '../../server/lrs/index.js'
import { empty, iriBase, lrsDatabase, lrsOn, statement, voiding, wholeFeed } from './support.js'

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

describe('voiding by an administrator', () => {
  const why = { by: 'an-account', reason: 'Sent by mistake' }

  test('voids what anybody stored, once, and says who and why', async () => {
    const one = statement()
    await lrs.record([one], 'credential:a')
    expect(await lrs.voidStatement(one.id.toUpperCase(), why)).toBe(true)
    expect(await lrs.voidStatement(one.id, { ...why, reason: 'Again' })).toBe(false)
    expect((await lrs.get(one.id))?.voided).toBe(true)
    const [voider, ...others] = (await lrs.find({})).statements
    expect(others).toEqual([])
    expect(voider?.origin).toBe('platform')
    expect(voider?.statement).toMatchObject({
      actor: { account: { homePage: iriBase, name: 'an-account' } },
      object: { objectType: 'StatementRef', id: one.id },
      context: { extensions: { [`${iriBase}/vocabulary/extensions/reason`]: 'Sent by mistake' } },
    })
  })

  test('two at once leave one voiding statement', async () => {
    const one = statement()
    await lrs.record([one], 'credential:a')
    const voided = await Promise.all(['x', 'y', 'z'].map((reason) => lrs.voidStatement(one.id, { by: 'a', reason })))
    expect(voided.filter(Boolean)).toHaveLength(1)
    expect(await wholeFeed(lrs)).toHaveLength(2)
  })

  test('not what is not there, nor what voids', async () => {
    await expect(lrs.voidStatement(statement().id, why)).rejects.toMatchObject({ status: 404 })
    const voider = voiding(statement().id)
    await lrs.record([voider], 'credential:a')
    await expect(lrs.voidStatement(voider.id, why)).rejects.toMatchObject({ status: 409 })
  })
})

describe('who may void', () => {
  const voided = async (id: string) => ({
    marked: (await lrs.get(id))?.voided,
    inFeed: (await wholeFeed(lrs)).find((entry) => entry.statement.id === id)?.voided,
  })

  test.each([
    ['what the same credential stored', 'credential:a', 'credential:a', true],
    ['what another credential stored', 'credential:a', 'credential:b', false],
    ['what the platform stored', 'platform', 'credential:a', false],
    ['as the platform, what a credential stored', 'credential:a', 'platform', true],
  ] as const)('%s', async (_what, storer, voider, may) => {
    const [one, other] = [statement(), statement()]
    await lrs.record([one], storer)
    const request = lrs.record([other, voiding(one.id)], voider)
    if (may) await request
    else {
      await expect(request).rejects.toThrow(VoidingForbidden)
      await expect(request).rejects.toMatchObject({ status: 403, code: 'voiding-forbidden' })
    }
    expect(await voided(one.id)).toEqual({ marked: may, inFeed: may })
    // All of the request or nothing.
    expect((await lrs.get(other.id)) !== undefined).toBe(may)
  })

  test('a voiding statement that comes first voids nothing that others store later', async () => {
    const [ours, theirs] = [statement(), statement()]
    await lrs.record([voiding(ours.id), voiding(theirs.id)], 'credential:a')
    await lrs.record([ours], 'platform')
    await lrs.record([theirs], 'credential:a')
    expect(await voided(ours.id)).toEqual({ marked: false, inFeed: false })
    expect(await voided(theirs.id)).toEqual({ marked: true, inFeed: true })
  })

  test('of two that void one statement, the one who may has its way, whoever is first', async () => {
    const one = statement()
    await lrs.record([voiding(one.id)], 'credential:b')
    await lrs.record([voiding(one.id)], 'credential:a')
    await lrs.record([one], 'credential:a')
    expect(await voided(one.id)).toEqual({ marked: true, inFeed: true })
  })

  test('in requests that are committed together, too', async () => {
    const one = statement()
    const results = await Promise.allSettled([
      lrs.record([one], 'platform'),
      ...[1, 2, 3].map(() => lrs.record([voiding(one.id)], 'credential:a')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(await voided(one.id)).toEqual({ marked: false, inFeed: false })
  })
})
