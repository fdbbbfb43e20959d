import request from 'supertest'
import { statement } from './support.js'
import { path, useRouter } from './router.js'

const { used, call } = useRouter()

const basic = () => `Basic ${Buffer.from(`${used.key}:${used.secret}`).toString('base64')}`

/** A request that says everything in its form. */
const form = (method: string, fields: Record<string, string>, address = path) =>
  request(used.app)
    .post(`${address}?method=${method}`)
    .type('form')
    .send({ Authorization: basic(), 'X-Experience-API-Version': '1.0.3', ...fields })

describe('the alternate request syntax (xAPI 1.0.3 Communication 1.3)', () => {
  test('PUT, POST and GET, with headers, parameters and content in the form', async () => {
    const [one, two] = [statement({ result: { response: 'é+&=%' } }), statement()]
    await form('PUT', { statementId: one.id, content: JSON.stringify(one) }).expect(204)
    const posted = await form('POST', { content: JSON.stringify([two]), 'Content-Type': 'application/json' }).expect(
      200,
    )
    expect(posted.body).toEqual([two.id])
    const found = await form('GET', { statementId: one.id }).expect(200)
    expect(found.body.result).toEqual(one.result)
    expect(found.get('X-Experience-API-Version')).toBe('1.0.3')
    const page = await form('GET', { limit: '1', verb: one.verb.id }).expect(200)
    expect(page.body.statements).toHaveLength(1)
    expect((await call('get', page.body.more as string).expect(200)).body.statements).toHaveLength(1)
    await form('GET', {}, '/xapi/about').expect(200)
  })

  test('the form is judged as the request that it stands for', async () => {
    await form('GET', { Authorization: 'Basic bm86bm8=' }).expect(401)
    await form('GET', { 'X-Experience-API-Version': '0.9' }).expect(400)
    await form('GET', { unknown: '1' }).expect(400)
    await form('DELETE', {}).expect(405)
    await form('PUT', { statementId: statement().id }).expect(400)
    await form('PUT', {
      statementId: statement().id,
      content: JSON.stringify(statement()),
      'Content-Type': 'text/plain',
    }).expect(400)
    await form('GET', {}, '/xapi/nowhere').expect(404)
  })

  test.each([
    ['another parameter in the address', `${path}?method=GET&limit=1`, 'application/x-www-form-urlencoded'],
    ['a method that is none', `${path}?method=BREW`, 'application/x-www-form-urlencoded'],
    [
      'HEAD, which has no body to be sent in an answer to POST',
      `${path}?method=HEAD`,
      'application/x-www-form-urlencoded',
    ],
    ['a prototype key for a method', `${path}?method=__proto__`, 'application/x-www-form-urlencoded'],
    ['a body of another type', `${path}?method=GET`, 'application/json'],
  ])('%s is refused', async (_what, address, type) => {
    const { body } = await call('post', address).set('Content-Type', type).send('limit=1').expect(400)
    expect(body).toMatchObject({ code: 'alternate-syntax', message: expect.stringMatching(/Communication 1\.3/) })
  })

  test('content that comes twice, and a form that is too large', async () => {
    const twice = await call('post', `${path}?method=POST`)
      .type('form')
      .send('content=%5B%5D&content=%5B%5D')
      .expect(400)
    expect(twice.body.code).toBe('alternate-syntax')
    await call('post', `${path}?method=POST`)
      .type('form')
      .send(`content=${'x'.repeat(300_000)}`)
      .expect(413)
  })

  test('only for POST, and not in xAPI 2.0, wherever the version is named', async () => {
    await call('put', `${path}?method=GET`).type('form').send('limit=1').expect(400)
    const inHeader = await call('post', `${path}?method=GET`, '2.0.0').type('form').send('limit=1').expect(400)
    const inForm = await form('GET', { 'X-Experience-API-Version': '2.0.0' }).expect(400)
    for (const { body } of [inHeader, inForm]) expect(body.code).toBe('alternate-syntax')
    expect(inForm.get('X-Experience-API-Version')).toBe('2.0.0')
  })
})
