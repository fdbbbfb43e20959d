import request from 'supertest'
import type { Context, Statement } from '../../server/xapi/index.js'
import { lrsOn, statement } from './support.js'
import { path, useRouter } from './router.js'
import express from 'express'

const { used, call } = useRouter()
const header = 'X-Experience-API-Version'

const post = (body: object, version: '1.0.3' | '2.0.0') => call('post', path, version).send(body)
const stored = async ({ id }: Statement) =>
  (await call('get', `${path}?statementId=${id}`).expect(200)).body as Statement

describe('the version of a request', () => {
  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.9', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.0', '2.0.0'],
    ['2.0.7', '2.0.0'],
  ])('%s is answered as %s', async (asked, answered) => {
    expect((await call('get').set(header, asked).expect(200)).get(header)).toBe(answered)
  })

  test.each(['0.95', '1.1.0', '2.1.0', '3.0.0', '1.0.3 ;', '2', ''])('%j is refused', async (asked) => {
    const answer = await call('get').set(header, asked).expect(400)
    expect(answer.body.code).toBe('version')
    expect(answer.get(header)).toBe('1.0.3')
  })

  test('a request without one is refused, in the name of the version that the setting says', async () => {
    for (const fallbackVersion of ['1.0.3', '2.0.0'] as const) {
      const lrs = await lrsOn(used.database.connection, { fallbackVersion })
      const app = express().use('/xapi', lrs.router())
      const answer = await request(app).get(path).auth(used.key, used.secret).expect(400)
      expect(answer.body.code).toBe('version')
      expect(answer.get(header)).toBe(fallbackVersion)
      expect((await request(app).get('/xapi/about').expect(200)).get(header)).toBe(fallbackVersion)
    }
  })
})

const mbox = 'mailto:helper@example.org'
const contextAgents: Context['contextAgents'] = [
  { objectType: 'contextAgent', agent: { mbox }, relevantTypes: ['http://example.org/coach'] },
]
const contextGroups: Context['contextGroups'] = [
  { objectType: 'contextGroup', group: { objectType: 'Group', member: [{ mbox: 'mailto:member@example.org' }] } },
]

describe('what differs between versions', () => {
  test('contextAgents and contextGroups are for 2.0', async () => {
    const sent = statement({ context: { contextAgents, contextGroups } })
    const refused = await post(sent, '1.0.3').expect(400)
    expect(refused.body.faults).toMatchObject([
      { path: 'context.contextAgents', clause: 'xAPI 1.0.3 Data 2.4.6' },
      { path: 'context.contextGroups', clause: 'xAPI 1.0.3 Data 2.4.6' },
    ])
    await post(sent, '2.0.0').expect(200)
    expect(await stored(sent)).toMatchObject({ context: { contextAgents, contextGroups }, version: '2.0.0' })
  })

  test.each([mbox, 'mailto:member@example.org'])('related_agents finds %s', async (address) => {
    const sent = statement({ context: { contextAgents, contextGroups } })
    await post([sent, statement()], '2.0.0').expect(200)
    const ask = async (related: string) =>
      (await call('get').query({ agent: JSON.stringify({ mbox: address }), related_agents: related })).body.statements
    expect(await ask('true')).toMatchObject([{ id: sent.id }])
    expect(await ask('false')).toEqual([])
  })

  test('in a sub-statement, too', async () => {
    const { actor, verb, object } = statement()
    const inner = { objectType: 'SubStatement', actor, verb, object, context: { contextAgents } }
    const sent = statement({ object: inner })
    await post(sent, '1.0.3').expect(400)
    await post(sent, '2.0.0').expect(200)
    const { body } = await call('get').query({ agent: JSON.stringify({ mbox }), related_agents: 'true' })
    expect(body.statements).toMatchObject([{ id: sent.id }])
  })

  test("a statement's version: what is accepted, and what it gets", async () => {
    for (const [version, own, status] of [
      ['1.0.3', '1.0.9', 200],
      ['1.0.3', '2.0.0', 400],
      ['2.0.0', '1.0.2', 200],
      ['2.0.0', '2.0.0', 200],
      ['2.0.0', '3.0.0', 400],
    ] as const) {
      const sent = statement({ version: own })
      const answer = await post(sent, version).expect(status)
      if (status === 200) expect((await stored(sent)).version).toBe(own)
      else expect(answer.body.faults).toMatchObject([{ path: 'version' }])
    }
    const [first, second] = [statement(), statement()]
    await post(first, '1.0.3').expect(200)
    await post(second, '2.0.0').expect(200)
    expect([(await stored(first)).version, (await stored(second)).version]).toEqual(['1.0.0', '2.0.0'])
  })

  test('faults name the clause of the version that was asked for', async () => {
    const sent = { ...statement(), actor: { mbox: 'x' } }
    const message = async (version: '1.0.3' | '2.0.0') => (await post(sent, version).expect(400)).body.message
    expect(await message('1.0.3')).toBe('actor.mbox: not a mailto IRI (xAPI 1.0.3 Data 2.4.2.3)')
    expect(await message('2.0.0')).toBe('actor.mbox: not a mailto IRI (IEEE 9274.1.1 4.2.2.1)')
    const unknown = async (version: '1.0.3' | '2.0.0') => (await call('get', `${path}?x=1`, version)).body.faults
    expect(await unknown('1.0.3')).toMatchObject([{ clause: 'xAPI 1.0.3 Communication 3.2' }])
    expect(await unknown('2.0.0')).toMatchObject([{ clause: 'IEEE 9274.1.1 4.1.5' }])
    const twice = await call('post', path, '2.0.0').set('Content-Type', 'application/json').send('{"id":1,"id":2}')
    expect(twice.body.faults).toMatchObject([{ path: 'id', clause: 'IEEE 9274.1.1 4.2.1' }])
  })

  test('moments are kept in UTC, whatever their zone', async () => {
    const sent = statement({ timestamp: '2026-05-04T12:00:00.1234-05:00' })
    await post(sent, '2.0.0').expect(200)
    expect((await stored(sent)).timestamp).toBe('2026-05-04T17:00:00.123Z')
    const precise = statement({ timestamp: '2026-05-04T12:00:00.123456Z' })
    await post(precise, '2.0.0').expect(200)
    expect((await stored(precise)).timestamp).toBe('2026-05-04T12:00:00.123456Z')
  })

  test('Last-Modified of a page is the latest moment of storing in it', async () => {
    for (let round = 0; round < 2; round += 1) await post(statement(), '2.0.0').expect(200)
    for (const ascending of ['true', 'false']) {
      const { headers, body } = await call('get', path, '2.0.0').query({ ascending })
      const latest = Math.max(...(body.statements as Statement[]).map((one) => Date.parse(one.stored ?? '')))
      expect(Date.parse(String(headers['last-modified']))).toBe(Math.floor(latest / 1000) * 1000)
    }
  })
})
