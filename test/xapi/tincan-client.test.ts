import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { createRemoteLrs, isPublicAddress, remoteVersions, validateStatement } from '../../server/xapi/index.js'
import type { Remote, Statement } from '../../server/xapi/index.js'
import { publicLookup } from '../../server/xapi/tincan-addresses.js'
import { crankyServer, listen, close, saying, statementsIn, type Received } from '../lrs/forwarding-support.js'
import { fullStatement, statement } from './statements.js'

let server: Awaited<ReturnType<typeof crankyServer>>
beforeEach(async () => (server = await crankyServer()))
afterEach(() => server.close())

const remote = (changes: Partial<Remote> = {}) =>
  createRemoteLrs({
    ...{ endpoint: server.endpoint, key: 'clé', secret: 'ключ:1', version: '1.0.3', mayBePrivate: true },
    ...{ timeoutMs: 1000, ...changes },
  })
const basic = `Basic ${Buffer.from('clé:ключ:1').toString('base64')}`
const last = () => server.received.at(-1) as Received

describe.each(remoteVersions)('a request in version %s', (version) => {
  test('to save names version and key, and holds the statements', async () => {
    const client = remote({ version })
    const sent = [fullStatement(), statement()]
    expect(await client.save(sent)).toMatchObject({ status: 200 })
    client.close()
    expect(last()).toMatchObject({ method: 'POST', url: '/xapi/statements' })
    expect(last().headers).toMatchObject({
      ...{ authorization: basic, 'content-type': 'application/json', 'x-experience-api-version': version },
    })
    const arrived = statementsIn(last())
    expect(arrived.map(({ id }) => id)).toEqual(sent.map(({ id }) => id))
    expect(arrived).toEqual(sent.map((one) => client.inItsVersion(one)))
  })

  test('to read asks for one id', async () => {
    const client = remote({ version, endpoint: `${server.endpoint}/` })
    server.state.answer = saying(404, 'none', { 'Retry-After': '7' })
    expect(await client.retrieve('a&b', 'voidedStatementId')).toEqual({ status: 404, text: 'none', retryAfter: '7' })
    client.close()
    expect(last()).toMatchObject({ method: 'GET', url: '/xapi/statements?voidedStatementId=a%26b' })
    expect(last().headers).toMatchObject({ authorization: basic, 'x-experience-api-version': version })
  })

  test('loses nothing that the version knows, and changes nothing that it is given', () => {
    const given = fullStatement()
    const before = JSON.stringify(given)
    const client = remote({ version })
    const rest: Partial<Statement> = structuredClone(given)
    delete rest.stored
    delete rest.version
    // tincanjs says what may be left out: that an activity is an activity, and an agent an agent.
    const said = JSON.parse(JSON.stringify(client.inItsVersion(given))) as Statement
    expect(said).toMatchObject(rest)
    expect(said).not.toHaveProperty('stored')
    expect(validateStatement(said)).toHaveProperty('statement')
    expect(JSON.stringify(given)).toBe(before)
    client.close()
  })
})

describe('what one version has and another has not', () => {
  const agents = [{ objectType: 'contextAgent' as const, agent: { mbox: 'mailto:a@example.org' } }]
  const context = { contextAgents: agents, contextGroups: [], platform: 'here' }
  const newer = () => ({
    ...statement({ context, version: '2.0.0' }),
    object: { objectType: 'SubStatement', ...statement({ context }), timestamp: '2026-11-20T11:30+02' },
    timestamp: '2026-11-20T09:30',
  })

  test.each(['1.0.0', '1.0.2', '1.0.3'] as const)(
    '%s gets no agents in its context, and no version of 2',
    (version) => {
      const said = remote({ version }).inItsVersion(newer())
      expect(JSON.stringify(said)).not.toMatch(/contextAgents|contextGroups|2\.0\.0/)
      expect(said.context?.platform).toBe('here')
    },
  )

  test('2.0.0 gets them, and timestamps of RFC 3339', () => {
    const said = remote({ version: '2.0.0' }).inItsVersion(newer())
    expect(said).toMatchObject({ version: '2.0.0', context, object: { context } })
    expect(said.object['timestamp']).toBe('2026-11-20T09:30:00.000Z')
    expect(said.timestamp).toMatch(/^2026-11-20T\d\d:\d\d:00\.000Z$/)
  })
})

test.each(['1.0.2', '2.0.0'] as const)('data go with their statements, in version %s', async (version) => {
  const data = [Buffer.from([0, 255, 13, 10, 45, 45]), Buffer.from('naïve')].map((content) => ({
    sha2: createHash('sha256').update(content).digest('hex'),
    contentType: 'application/octet-stream',
    content,
  }))
  const one = statement()
  server.state.answer = saying(200, JSON.stringify([one.id]))
  await remote({ version }).save([one], data)
  const boundary = /^multipart\/mixed; boundary=(\w+)$/.exec(last().headers['content-type'] ?? '')?.[1] ?? 'none'
  const parts = last().body.toString('latin1').split(`--${boundary}`)
  expect(parts).toHaveLength(5)
  expect(parts[0]).toBe('')
  expect(parts[4]).toBe('--\r\n')
  expect(JSON.parse(parts[1]!.split('\r\n\r\n')[1]!)).toMatchObject([{ id: one.id }])
  for (const [index, { sha2, content }] of data.entries()) {
    const part = parts[index + 2]!
    expect(part).toContain(`X-Experience-API-Hash: ${sha2}\r\n`)
    expect(part.slice(part.indexOf('\r\n\r\n') + 4)).toBe(`${content.toString('latin1')}\r\n`)
  }
})

describe('a redirect', () => {
  test.each(['1.0.2', '1.0.3'] as const)(
    'is followed nowhere, in version %s: it would take the secret',
    async (version) => {
      const visited: string[] = []
      const elsewhere = createServer((request, response) => {
        visited.push(request.headers.authorization ?? '')
        response.end('[]')
      })
      const Location = await listen(elsewhere)
      server.state.answer = saying(307, '', { Location })
      expect(await remote({ version }).save([statement()])).toMatchObject({ status: 307 })
      await close(elsewhere)
      expect(visited).toEqual([])
    },
  )
})

describe('an address that is not public', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1'])(
    '%s',
    (address) => expect(isPublicAddress(address)).toBe(false),
  )
  test.each(['fe80::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', 'not an address'])(
    '%s, too',
    (address) => expect(isPublicAddress(address)).toBe(false),
  )
  test.each(['192.0.2.1', '8.8.8.8', '2001:4860:4860::8888', '::ffff:8.8.8.8'])('but %s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )

  test('is not connected to, named or not, unless it may be', async () => {
    const { port } = new URL(server.endpoint)
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
      const client = remote({ endpoint: `http://${host}:${port}/xapi`, mayBePrivate: false })
      await expect(client.save([statement()])).rejects.toMatchObject({ code: 'ENOTPUBLIC' })
      client.close()
    }
    expect(server.received).toEqual([])
  })

  test.each([true, false])('is refused by the lookup, all addresses asked for: %s', async (all) => {
    const error = await new Promise((resolve) => publicLookup('localhost', { all }, resolve))
    expect(error).toMatchObject({ code: 'ENOTPUBLIC' })
  })
})

test('a request ends when it is cut off', async () => {
  server.state.answer = () => undefined
  const cut = new AbortController()
  const saving = remote({ signal: cut.signal, timeoutMs: 60_000 }).save([statement()])
  setTimeout(() => cut.abort(), 50)
  await expect(saving).rejects.toMatchObject({ code: 'STOPPED' })
})
