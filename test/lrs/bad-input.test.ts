import { path, useRouter } from './router.js'
import { fullStatement, lrsOn, statement } from './support.js'
import express from 'express'
import request from 'supertest'

const { used, call, post, raw } = useRouter()

describe('bad bodies: 4xx with path and clause, and nothing is stored', () => {
  afterEach(async () => expect((await call('get')).body.statements).toEqual([]))

  test('every fault of a batch at once', async () => {
    const faulty = [statement(), { ...statement(), actor: { mbox: 'x' } }, { ...statement(), verb: undefined }, 5]
    const { body } = await post(faulty).expect(400)
    expect(body).toEqual({
      code: 'invalid-statement',
      message: 'statements[1].actor.mbox: not a mailto IRI (xAPI 1.0.3 Data 2.4.2.3), and 2 more',
      faults: [
        { path: 'statements[1].actor.mbox', rule: 'not a mailto IRI', clause: 'xAPI 1.0.3 Data 2.4.2.3' },
        { path: 'statements[2].verb', rule: 'missing', clause: 'xAPI 1.0.3 Data 2.4' },
        { path: 'statements[3]', rule: 'not an object', clause: 'xAPI 1.0.3 Data 2.4' },
      ],
    })
  })

  test('two statements with one id in a batch', async () => {
    const one = statement()
    const { body } = await post([one, { ...one, id: one.id.toUpperCase() }]).expect(400)
    expect(body.faults).toMatchObject([{ path: 'statements[1].id', clause: 'xAPI 1.0.3 Communication 2.1.2' }])
  })

  test('an attachment whose data would have to come along', async () => {
    const sent = fullStatement()
    delete (sent['attachments'] as { fileUrl?: string }[])[0]?.fileUrl
    expect((await post([sent]).expect(400)).body.faults[0].path).toBe('statements[0].attachments[0].fileUrl')
  })

  const withExtension = (json: string) =>
    JSON.stringify({ ...statement(), result: { extensions: { 'http://a.b/c': 0 } } }).replace(':0}', `:${json}}`)

  test.each([
    ['not JSON', '{"a":'],
    ['nothing', ''],
    ['a text', '"x"'],
    ['null', 'null'],
    ['twice the same key', withExtension('{"x":1,"x":2}')],
    ['deep nesting', withExtension('['.repeat(5000) + ']'.repeat(5000))],
    ['a number that no double holds', withExtension('1e999')],
    ['a prototype key', JSON.stringify(statement()).replace('{', '{"__proto__":{"x":1},')],
    ['an operator', JSON.stringify(statement()).replace('{', '{"$where":"1",')],
    ['a dotted key', JSON.stringify(statement()).replace('{', '{"a.b":1,')],
  ])('%s', async (_what, text) => {
    const { body } = await raw(text).expect(400)
    expect(body.faults).toHaveLength(1)
  })

  test('invalid UTF-8', async () => {
    const broken = Buffer.from(JSON.stringify(statement({ result: { response: 'xx' } })))
    broken[broken.indexOf('xx')] = 0xff
    await raw(broken).expect(400)
  })

  test('too large, of another type, or encoded in a way that is not known', async () => {
    expect((await raw(withExtension(`"${'x'.repeat(300_000)}"`)).expect(413)).body.code).toBe('too-large')
    for (const type of ['text/plain', 'application/jsonx', 'multipart/form-data; boundary=x'])
      expect((await call('post').set('Content-Type', type).send('{}').expect(400)).body.code).toBe('media-type')
    await raw('{}').set('Content-Encoding', 'nonsense').expect(415)
    await raw('{}').set('Content-Encoding', 'gzip').expect(400)
    await call('post', `${path}?foo=1`).send({}).expect(400)
  })
})

describe('a database that is away', () => {
  test('503 with a time to try again, for reading and for writing', async () => {
    const connection = await used.database.another()
    const lrs = await lrsOn(connection)
    const app = express().use('/xapi', lrs.router())
    const ask = (method: 'get' | 'post') =>
      request(app)[method](path).auth(used.key, used.secret).set('X-Experience-API-Version', '1.0.3')
    await ask('get').expect(200)
    await connection.getClient().close()
    for (const answer of [await ask('get'), await ask('post').send(statement())]) {
      expect(answer.status).toBe(503)
      expect(answer.get('Retry-After')).toBe('5')
      expect(answer.body).toEqual({ code: 'database', message: 'the database is away; try again' })
    }
  })
})
