import { randomUUID } from 'node:crypto'
import express from 'express'
import request from 'supertest'
import { path, useRouter } from './router.js'
import type { Statement } from '../../server/xapi/index.js'
import { fullStatement, statement, voiding } from './support.js'

const { used, call, post } = useRouter()

describe('storing', () => {
  test('POST of one and of several answers their ids in order', async () => {
    const sent = [statement(), fullStatement(), statement()]
    expect((await post(sent[0]).expect(200)).body).toEqual([sent[0]?.id])
    expect((await post(sent).expect(200)).body).toEqual(sent.map(({ id }) => id))
    expect((await post([]).expect(200)).body).toEqual([])
    const without: Partial<Statement> = statement()
    delete without.id
    const [id] = (await post(without).expect(200)).body as string[]
    expect((await call('get', `${path}?statementId=${id}`).expect(200)).body).toMatchObject({ id })
  })

  test('PUT takes the id from the parameter', async () => {
    const { id, ...without } = statement()
    await call('put', `${path}?statementId=${id}`).send(without).expect(204)
    await call('put', `${path}?statementId=${id}`)
      .send({ id: id.toUpperCase(), ...without })
      .expect(204)
    const other = await call('put', `${path}?statementId=${id}`)
      .send({ id: randomUUID(), ...without })
      .expect(400)
    expect(other.body).toMatchObject({ faults: [{ path: 'id', clause: 'xAPI 1.0.3 Communication 2.1.1' }] })
    await call('put').send(without).expect(400)
    await call('put', `${path}?statementId=x`).send(without).expect(400)
    await call('put', `${path}?statementId=${randomUUID()}`).send([]).expect(400)
  })

  test('an unequal statement under a known id is a conflict, and its batch is not stored', async () => {
    const sent = statement()
    await post(sent).expect(200)
    const other = { ...sent, object: { id: 'http://example.org/other' } }
    expect((await post([statement(), other]).expect(409)).body).toMatchObject({ code: 'conflict' })
    await call('put', `${path}?statementId=${sent.id}`).send(other).expect(409)
    expect((await call('get').expect(200)).body.statements).toHaveLength(1)
  })

  test('the authority is the credential, whatever was sent', async () => {
    const sent = { ...statement(), authority: { mbox: 'mailto:forged@example.org' } }
    await post(sent).expect(200)
    const { body } = await call('get', `${path}?statementId=${sent.id}`)
    const [credential] = await used.lrs.credentials.list()
    expect(body.authority.account.name).toBe(`credential-${credential?.id}`)
    expect((await used.lrs.get(sent.id))?.origin).toBe(`credential:${credential?.id}`)
  })
})

describe('finding', () => {
  test('one statement, with the moment of storing; a voided one only by its own parameter', async () => {
    const [kept, gone] = [statement(), statement()]
    await post([kept, gone, voiding(gone.id)]).expect(200)
    const one = await call('get', `${path}?statementId=${kept.id.toUpperCase()}&format=exact&attachments=false`).expect(
      200,
    )
    expect(new Date(one.get('Last-Modified') ?? '').getTime()).toBe(
      Math.floor(Date.parse(one.body.stored) / 1000) * 1000,
    )
    await call('get', `${path}?statementId=${gone.id}`).expect(404)
    await call('get', `${path}?voidedStatementId=${gone.id}`).expect(200)
    await call('get', `${path}?voidedStatementId=${kept.id}`).expect(404)
    await call('get', `${path}?statementId=${randomUUID()}`).expect(404)
  })

  test('pages by a relative link that holds the query', async () => {
    await post(Array.from({ length: 5 }, () => statement())).expect(200)
    await post(statement({ verb: { id: 'http://example.org/other' } })).expect(200)
    const verb = encodeURIComponent(statement().verb.id)
    const seen: string[] = []
    let link = `${path}?verb=${verb}&limit=2`
    while (link !== '') {
      const { body } = await call('get', link).expect(200)
      seen.push(...(body.statements as { id: string }[]).map(({ id }) => id))
      link = body.more as string
    }
    expect(new Set(seen).size).toBe(5)
    await call('get', `${path}?more=forged`).expect(400)
    await call('get', `${path}?more=forged&limit=1`).expect(400)
  })

  test('every parameter reaches the search', async () => {
    const registration = randomUUID()
    const sent = statement({ context: { registration, instructor: { mbox: 'mailto:i@example.org' } } })
    await post([statement({ object: { id: 'http://example.org/z' } }), sent]).expect(200)
    const ask = async (query: Record<string, string>) =>
      ((await call('get').query(query).expect(200)).body.statements as { id: string }[]).map(({ id }) => id)
    expect(await ask({ registration })).toEqual([sent.id])
    expect(await ask({ activity: 'http://example.org/activities/one' })).toEqual([sent.id])
    expect(await ask({ agent: '{"mbox":"mailto:i@example.org"}' })).toEqual([])
    expect(await ask({ agent: '{"mbox":"mailto:i@example.org"}', related_agents: 'true' })).toEqual([sent.id])
    expect(await ask({ since: '2100-01-01T00:00:00Z' })).toEqual([])
    expect(await ask({ until: '2100-01-01T00:00:00Z', ascending: 'true', limit: '1' })).not.toEqual([sent.id])
  })

  test.each([
    ['statementID=x', 'statementID'],
    ['foo=1&bar=2', 'foo'],
    ['limit=1&limit=2', ''],
    ['__proto__=1', '__proto__'],
    ['constructor=1', 'constructor'],
    ['verb[$ne]=1', 'verb[$ne]'],
    ['statementId=x', 'statementId'],
    ['agent={"$gt":""}', 'agent["$gt"]'],
    ['agent={"mbox":{"$gt":""}}', 'agent.mbox'],
    ['agent=nonsense', 'agent'],
    ['agent={"objectType":"Group","member":[]}', 'agent'],
    ['verb=nonsense', 'verb'],
    ['activity=', 'activity'],
    ['registration=1', 'registration'],
    ['since=yesterday', 'since'],
    ['until=2015-13-01T00:00:00Z', 'until'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['ascending=yes', 'ascending'],
    ['related_agents=TRUE', 'related_agents'],
    ['format=nonsense', 'format'],
    ['verb=%E0%A4%A', 'verb'],
    [`statementId=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}&verb=http://a.b/c`, 'verb'],
    [
      `statementId=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}&voidedStatementId=${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`,
      'voidedStatementId',
    ],
  ])('400 for ?%s', async (query, fault) => {
    const { body } = await call('get', `${path}?${query}`).expect(400)
    expect(body.faults[0].path).toBe(fault)
  })
})

describe('headers', () => {
  test('about needs neither version nor credential, and takes no parameters', async () => {
    const { body } = await request(used.app).get('/xapi/about').expect(200)
    expect(body.version).toEqual(['2.0.0', '1.0.3', '1.0.2', '1.0.1', '1.0.0'])
    await request(used.app).get('/xapi/about?x=1').expect(400)
    expect((await request(used.app).post('/xapi/about').expect(405)).get('Allow')).toBe('GET, HEAD')
  })

  test('Consistent-Through is a recent moment, on refusals too', async () => {
    for (const answer of [
      await call('get').expect(200),
      await call('get', `${path}?x=1`).expect(400),
      await request(used.app).get(path),
    ]) {
      const through = Date.parse(answer.get('X-Experience-API-Consistent-Through') ?? '')
      expect(Math.abs(Date.now() - through)).toBeLessThan(5000)
    }
  })

  test('HEAD answers as GET does, without a body', async () => {
    const sent = statement()
    await post(sent).expect(200)
    const head = await call('head', `${path}?statementId=${sent.id}`).expect(200)
    const get = await call('get', `${path}?statementId=${sent.id}`)
    expect(head.get('Content-Length')).toBe(get.get('Content-Length'))
    expect(head.text).toBeUndefined()
    await call('head', `${path}?x=1`).expect(400)
  })

  test('credentials: none, wrong, malformed', async () => {
    const version = ['X-Experience-API-Version', '1.0.3'] as const
    const header = (value: string) =>
      request(used.app)
        .get(path)
        .set(...version)
        .set('Authorization', value)
    const wrong = [
      `Basic ${Buffer.from(`${used.key}:no`).toString('base64')}`,
      'Basic ',
      'Basic !!',
      `Bearer ${used.secret}`,
      'Basic Og==',
    ]
    for (const value of wrong) {
      const answer = await header(value).expect(401)
      expect(answer.get('WWW-Authenticate')).toMatch(/^Basic realm=/)
    }
    await request(used.app)
      .get(path)
      .set(...version)
      .expect(401)
  })

  test('other methods and other resources', async () => {
    expect((await call('delete').expect(405)).get('Allow')).toBe('GET, HEAD, PUT, POST')
    await call('patch').expect(405)
    expect((await call('get', '/xapi/nowhere').expect(404)).body.code).toBe('no-resource')
  })
})

describe('wrong keys and secrets', () => {
  test('are limited by address; whoever is known, and other addresses, go on', async () => {
    const app = express().set('trust proxy', 'loopback').use('/xapi', used.lrs.router())
    const ask = (key: string, secret: string, address: string) =>
      request(app).get(path).auth(key, secret).set('X-Experience-API-Version', '1.0.3').set('X-Forwarded-For', address)
    await ask(used.key, used.secret, '192.0.2.1').expect(200)
    // One check was that of the right secret.
    for (let round = 0; round < 99; round += 1) await ask(`key ${round}`, 'guess', '192.0.2.1').expect(401)
    const refused = await ask('another', 'guess', '192.0.2.1').expect(429)
    expect(refused.body).toMatchObject({ code: 'too-many-checks' })
    expect(refused.get('Retry-After')).toBe('600')
    expect(refused.get('X-Experience-API-Version')).toBe('1.0.3')
    await ask(used.key, used.secret, '192.0.2.1').expect(200)
    await ask('another', 'guess', '192.0.2.2').expect(401)
  })
})
