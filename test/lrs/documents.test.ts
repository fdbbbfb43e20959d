import { createHash, randomUUID } from 'node:crypto'
import type { Response } from 'supertest'
import { contextAt, documentAt, idNameOf, kinds, ownersOf } from './document-address.js'
import { useRouter } from './router.js'
import { statement } from './support.js'

const { used, call, post } = useRouter()

const bodyLimit = 200_000
const sha1 = (contents: string | Buffer) => createHash('sha1').update(contents).digest('hex')
const as = (contentType: string, contents: string | Buffer) => ({ contentType, contents })

/** A PUT that may create. */
const put = (address: string, { contentType, contents }: ReturnType<typeof as>) =>
  call('put', address)
    .set('If-None-Match', '*')
    .set('Content-Type', contentType)
    .serialize((body: unknown) => body as string)
    .send(contents as string)
const json = (value: object) => as('application/json', JSON.stringify(value))
const contents = async (address: string) => (await call('get', address).expect(200)).body as unknown

beforeEach(async () => {
  await used.database.connection.collection('lrs_documents').deleteMany({})
})

describe.each(kinds)('%s', (kind) => {
  test('contents of any type come back byte for byte, with type, ETag and Last-Modified', async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256))
    const address = documentAt(kind, 'ünï code/?&')
    const before = Date.now()
    await put(address, as('image/x-own; a=b', bytes)).expect(204)
    const answer = await call('get', address).buffer(true).parse(binary).expect(200)
    expect(answer.body).toEqual(bytes)
    expect(answer.get('Content-Type')).toBe('image/x-own; a=b')
    expect(answer.get('ETag')).toBe(`"${sha1(bytes)}"`)
    expect(Date.parse(answer.get('Last-Modified') ?? '')).toBeGreaterThan(before - 1000)
    expect(answer.get('Content-Security-Policy')).toContain('sandbox')

    const head = await call('head', address).expect(200)
    expect([head.get('Content-Length'), head.get('ETag'), head.text]).toEqual(['1000', `"${sha1(bytes)}"`, undefined])
  })

  test('JSON is not touched by PUT: neither spaces nor digits', async () => {
    const text = '{ "a": 1.0,\n "b": 12345678901234567890 }'
    await put(documentAt(kind, 'a'), as('application/json', text)).expect(204)
    expect((await call('get', documentAt(kind, 'a')).expect(200)).text).toBe(text)
  })

  test('an empty document is one; without a type it is bytes', async () => {
    await call('put', documentAt(kind, 'empty')).set('If-None-Match', '*').expect(204)
    const answer = await call('get', documentAt(kind, 'empty')).buffer(true).parse(binary).expect(200)
    expect([answer.get('Content-Type'), answer.get('Content-Length')]).toEqual(['application/octet-stream', '0'])
  })

  test('POST merges top-level properties only; POST where there is none stores', async () => {
    const address = documentAt(kind, 'merged')
    await call('post', address)
      .send({ x: 'foo', y: { deep: 1, other: 2 } })
      .expect(204)
    await call('post', address)
      .send({ y: { deep: 3 }, z: [1], ['__proto__']: 'kept' })
      .expect(204)
    await call('post', address).type('json').send('{"__proto__": {"polluted": true}, "constructor": 1}').expect(204)
    const { text } = await call('get', address).expect(200)
    expect(JSON.parse(text)).toEqual(
      JSON.parse('{"x": "foo", "y": {"deep": 3}, "z": [1], "__proto__": {"polluted": true}, "constructor": 1}'),
    )
  })

  test.each([
    ['other types on JSON', json({ a: 1 }), as('application/octet-stream', '{"b": 1}')],
    ['JSON on another type', as('text/plain', '{"a": 1}'), json({ b: 1 })],
    ['what is not JSON', json({ a: 1 }), as('application/json', '{"b": 1')],
    ['what is no object', json({ a: 1 }), as('application/json', '[1]')],
    ['null', json({ a: 1 }), as('application/json', 'null')],
    ['what says a thing twice', json({ a: 1 }), as('application/json', '{"b": 1, "b": 2}')],
    ['what is not UTF-8', json({ a: 1 }), as('application/json', Buffer.from([0x7b, 0xff, 0x7d]))],
    ['on what is no object', as('application/json', '[1]'), json({ b: 1 })],
    ['on what is not JSON', as('application/json', '{'), json({ b: 1 })],
  ])('POST refuses to merge %s, and changes nothing', async (_name, before, posted) => {
    const address = documentAt(kind, 'a')
    await put(address, before).expect(204)
    const refused = await call('post', address)
      .set('Content-Type', posted.contentType)
      .serialize((body: unknown) => body as string)
      .send(posted.contents as string)
      .expect(400)
    expect(refused.body.code).toBe('merge')
    expect((await call('head', address).expect(200)).get('ETag')).toBe(`"${sha1(before.contents)}"`)
  })

  test('lists ids, and those since a moment; its ETag is that of what is sent', async () => {
    expect(await contents(contextAt(kind))).toEqual([])
    await put(documentAt(kind, 'first'), json({})).expect(204)
    const since = (await used.database.connection.collection('lrs_documents').findOne({ id: 'first' }))?.['updated']
    await pause(5)
    await put(documentAt(kind, 'second'), json({})).expect(204)
    const all = await call('get', contextAt(kind)).expect(200)
    expect(all.body).toEqual(['first', 'second'])
    expect(all.get('ETag')).toBe(`"${sha1('["first","second"]')}"`)
    const newest = (await call('get', documentAt(kind, 'second'))).get('Last-Modified')
    expect(all.get('Last-Modified')).toBe(newest)
    expect(await contents(contextAt(kind, { since: since.toISOString() }))).toEqual(['second'])
    // A change counts as well.
    await call('post', documentAt(kind, 'first')).send({ a: 1 }).expect(204)
    expect(await contents(contextAt(kind, { since: since.toISOString() }))).toEqual(['second', 'first'])
  })

  test('DELETE deletes one; what is not there is deleted already', async () => {
    await put(documentAt(kind, 'a'), json({})).expect(204)
    await put(documentAt(kind, 'b'), json({})).expect(204)
    await call('delete', documentAt(kind, 'a')).expect(204)
    await call('delete', documentAt(kind, 'a')).expect(204)
    expect((await call('get', documentAt(kind, 'a')).expect(404)).body.code).toBe('not-found')
    expect(await contents(contextAt(kind))).toEqual(['b'])
  })

  test('every fault of the parameters is told, with its clause', async () => {
    const missing = Object.fromEntries(ownersOf(kind).map((name) => [name, undefined]))
    const { body } = await call('put', contextAt(kind, missing)).expect(400)
    expect(body.faults.map(({ path, rule }: { path: string; rule: string }) => `${path} ${rule}`)).toEqual(
      [...ownersOf(kind), idNameOf(kind)].map((name) => `${name} missing`),
    )
    expect(body.faults[0].clause).toMatch(/^Communication 2\.[367]$/)
    for (const method of ['put', 'post'] as const) await call(method, contextAt(kind)).send({}).expect(400)
    for (const method of ['get', 'put', 'post', 'delete'] as const) {
      await call(method, documentAt(kind, 'a', { other: 'x' })).expect(400)
      await call(method, documentAt(kind, '')).expect(400)
      await call(method, documentAt(kind, 'a', { since: '2026-01-01T00:00:00Z' })).expect(400)
    }
    await call('get', contextAt(kind, { since: 'yesterday' })).expect(400)
    await call('get', documentAt(kind, 'a'.repeat(10_001))).expect(400)
    expect((await call('patch', documentAt(kind, 'a')).expect(405)).get('Allow')).toBe('GET, HEAD, PUT, POST, DELETE')
  })

  test('a document larger than the limit is refused, as sent and as merged', async () => {
    const half = 'x'.repeat(bodyLimit * 0.6)
    await put(documentAt(kind, 'a'), as('text/plain', half + half)).expect(413)
    await call('post', documentAt(kind, 'a')).send({ a: half }).expect(204)
    await call('post', documentAt(kind, 'a')).send({ b: half }).expect(413)
    expect(await contents(documentAt(kind, 'a'))).toEqual({ a: half })
  })
})

describe('agents and activities as parameters', () => {
  test.each([
    ['not JSON', 'amina'],
    ['true', 'true'],
    ['without identifier', { name: 'Amina' }],
    ['with two identifiers', { mbox: 'mailto:a@example.org', openid: 'http://example.org/a' }],
    ['a group', { objectType: 'Group', mbox: 'mailto:a@example.org' }],
  ])('an agent that is %s is refused', async (_name, agent) => {
    for (const kind of ['state', 'agent-profile'] as const)
      expect((await call('get', contextAt(kind, { agent })).expect(400)).body.faults[0].path).toMatch(/^agent/)
  })

  test('an agent is the same however its identifier is written', async () => {
    const written = { mbox: 'mailto:Amina@EXAMPLE.org', name: 'Amina' }
    await put(documentAt('agent-profile', 'a', { agent: written }), json({ a: 1 })).expect(204)
    const read = { objectType: 'Agent', mbox: 'mailto:Amina@example.org' }
    expect(await contents(documentAt('agent-profile', 'a', { agent: read }))).toEqual({ a: 1 })
    await call('get', documentAt('agent-profile', 'a', { agent: { mbox: 'mailto:other@example.org' } })).expect(404)
  })

  test('an activity that is no IRI, a registration that is no UUID', async () => {
    for (const kind of ['state', 'activity-profile'] as const)
      await call('get', contextAt(kind, { activityId: 'permits' })).expect(400)
    await call('get', contextAt('state', { registration: 'x' })).expect(400)
    await call('get', contextAt('activity-profile', { registration: randomUUID() })).expect(400)
  })
})

describe('State and registrations', () => {
  const [one, other] = [randomUUID(), randomUUID()]
  const everywhere = [undefined, one, other]

  beforeEach(async () => {
    for (const registration of everywhere)
      await put(documentAt('state', 'bookmark', { registration }), json({ in: registration ?? 'none' })).expect(204)
  })

  test('each registration has documents of its own, and so has none', async () => {
    for (const registration of everywhere)
      expect(await contents(documentAt('state', 'bookmark', { registration }))).toEqual({ in: registration ?? 'none' })
    expect(await contents(documentAt('state', 'bookmark', { registration: one.toUpperCase() }))).toEqual({ in: one })
  })

  test('DELETE without a stateId empties one context and leaves the others', async () => {
    await put(documentAt('state', 'score', { registration: one }), json({})).expect(204)
    await call('delete', contextAt('state', { registration: one })).expect(204)
    expect(await contents(contextAt('state', { registration: one }))).toEqual([])
    expect(await contents(contextAt('state', { registration: other }))).toEqual(['bookmark'])
    expect(await contents(contextAt('state'))).toEqual(['bookmark'])
    await call('delete', contextAt('state')).expect(204)
    expect(await contents(contextAt('state'))).toEqual([])
    expect(await contents(contextAt('state', { registration: other }))).toEqual(['bookmark'])
  })

  test('a profile is never deleted by its context', async () => {
    await call('delete', contextAt('activity-profile')).expect(400)
    await call('delete', contextAt('agent-profile')).expect(400)
  })
})

test('documents of an activity and agent that no statement names are taken as well, and change no statement', async () => {
  await put(documentAt('state', 'a'), json({})).expect(204)
  await post(statement()).expect(200)
  expect((await used.lrs.find({})).statements).toHaveLength(1)
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function binary(answer: Response, done: (error: Error | null, body: Buffer) => void): void {
  const response = answer as unknown as NodeJS.ReadableStream
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.on('end', () => done(null, Buffer.concat(chunks)))
}
