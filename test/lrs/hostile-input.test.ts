import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { Statement } from '../../server/xapi/index.js'
import { path, useRouter } from './router.js'
import { fullStatement, statement } from './support.js'

const megabyte = 1024 * 1024
const { used, call, post, raw } = useRouter(14 * megabyte)

const stored = async ({ id }: Statement) =>
  (await call('get', `${path}?statementId=${id}`).expect(200)).body as Statement

describe('data that look like something else are data', () => {
  const strange =
    '{"$where":"1","$gt":"","a.b":{"$set":{}},"__proto__":{"x":1},"constructor":{"prototype":{"y":1}},"toString":null,"":""}'

  test('in extensions, in every place that has them, they come back as they were', async () => {
    const extensions = `{"http://example.org/$a.b":${strange},"http://example.org/__proto__":[${strange}]}`
    const sent = fullStatement()
    const marked = JSON.stringify({
      ...sent,
      object: { ...sent.object, definition: { ...sent.object.definition, extensions: 'HERE' } },
      result: { extensions: 'HERE' },
      context: { extensions: 'HERE' },
    })
    const text = marked.replaceAll('"HERE"', extensions)
    await raw(text).expect(200)
    await raw(text).expect(200)
    const { text: answered } = await call('get', `${path}?statementId=${sent.id}`).expect(200)
    expect(answered.split(extensions)).toHaveLength(4)
    for (const format of ['ids', 'canonical'])
      expect((await call('get', `${path}?statementId=${sent.id}&format=${format}`)).text).toContain(extensions)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    const changed = await raw(text.replaceAll('"y":1', '"y":2')).expect(409)
    expect(changed.body.code).toBe('conflict')
  })

  test.each(['__proto__', 'constructor', '$where', 'a.b', ''])(
    '%j is no property of a statement, wherever it stands',
    async (key) => {
      const sent = fullStatement()
      for (const place of [
        '"actor":{',
        '"verb":{',
        '"object":{',
        '"result":{',
        '"context":{',
        '"score":{',
        '"definition":{',
      ]) {
        const text = JSON.stringify(sent).replace(place, `${place}${JSON.stringify(key)}:"x",`)
        const { body } = await raw(text).expect(400)
        expect(body.faults[0].clause).toMatch(/^xAPI 1\.0\.3 Data 2\.4/)
      }
    },
  )

  test('lone surrogates, control characters and every kind of Unicode', async () => {
    const sent = statement({ result: { response: '\ud800 \udfff \u0000 \u2028 𝔘 e\u0301' } })
    await post(sent).expect(200)
    expect((await stored(sent)).result?.response).toBe(sent.result?.response)
  })
})

describe('what is very large, or very deep', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const within = (json: string) =>
    JSON.stringify({ ...statement(), result: { extensions: { 'http://a.b/c': 0 } } }).replace(':0}', `:${json}}`)

  test.each([90, 101, 10_000, 1_000_000])('%i levels', async (depth) => {
    await raw(within(nested(depth))).expect(depth < 100 ? 200 : 400)
    await raw(`${'['.repeat(depth)}${']'.repeat(depth)}`).expect(400)
  })

  test('a string of ten megabytes, and of more than a body may have', async () => {
    expect((await raw(within(`"${'x'.repeat(10 * megabyte)}"`)).expect(413)).body.code).toBe('too-large')
    expect((await raw(within(`"${'x'.repeat(15 * megabyte)}"`)).expect(413)).body.code).toBe('too-large')
  })

  test('a long text in every format takes no longer than its reading', async () => {
    const long = 'a1'.repeat(400_000)
    const times: number[] = []
    for (const change of [
      { timestamp: `2026-01-01T00:00:00.${'1'.repeat(800_000)}Z` },
      { timestamp: '1'.repeat(800_000) },
      { result: { duration: `P${'1'.repeat(800_000)}` } },
      { actor: { mbox: `mailto:${'@'.repeat(800_000)}` } },
      { actor: { openid: long } },
      { verb: { id: `http:${'/'.repeat(800_000)} ` } },
      { verb: { id: 'http://a.b/c', display: { ['en-'.repeat(200_000)]: 'x' } } },
      { context: { language: 'x-'.repeat(400_000) } },
      { version: '1.0.'.repeat(200_000) },
      { attachments: [{ ...fullStatement().attachments?.[0], contentType: 'a/b;'.repeat(200_000) }] },
    ]) {
      const started = performance.now()
      const answer = await post({ ...statement(), ...change })
      times.push(performance.now() - started)
      expect([200, 400]).toContain(answer.status)
      expect(answer.text.length).toBeLessThan(1000)
    }
    expect(Math.max(...times)).toBeLessThan(3000)
  })

  test('a hundred thousand faults are told as a hundred', async () => {
    const { body } = await post(Array.from({ length: 100_000 }, () => 0)).expect(400)
    expect(body.faults).toHaveLength(100)
  })
})

describe('slow clients', () => {
  let server: Server
  beforeEach(async () => {
    // As in production, where Node.js waits five minutes: here it waits half a second.
    server = createServer({ requestTimeout: 500, headersTimeout: 500, connectionsCheckingInterval: 50 }, used.app)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => void server.close())

  const head = (length: number, type: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${Buffer.from(`${used.key}:${used.secret}`).toString('base64')}\r\n` +
    `X-Experience-API-Version: 1.0.3\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`

  test.each([
    ['in its head', () => 'POST /xapi/statements HTTP/1.1\r\nHost:'],
    ['in its JSON', () => `${head(1000, 'application/json')}[{"id":`],
    ['in a part', () => `${head(1000, 'multipart/mixed; boundary=b')}--b\r\nContent-Type: application/json\r\n\r\n[{`],
    ['before a part', () => `${head(1000, 'multipart/mixed; boundary=b')}--b\r\nContent-`],
  ])('one that stops %s is cut off, and keeps nobody else waiting', async (_where, begun) => {
    const { port } = server.address() as AddressInfo
    const slow = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'))
    const answers = slow.map(async (socket) => {
      socket.write(begun())
      let answer = ''
      for await (const chunk of socket) answer += String(chunk)
      return answer
    })
    await post(statement()).expect(200)
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^(?:HTTP\/1\.1 (?:408|400) |$)/)
    expect((await call('get')).body.statements).toHaveLength(1)
  })
})
