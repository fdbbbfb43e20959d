import { documentAt } from './document-address.js'
import { useRouter } from './router.js'

const { used, call } = useRouter()

const header = 'X-Experience-API-Version'
const contents = async (address: string) => (await call('get', address).expect(200)).body as unknown

beforeEach(async () => {
  await used.database.connection.collection('lrs_documents').deleteMany({})
})

describe('preconditions', () => {
  const versions = ['1.0.3', '2.0.0'] as const
  const wrong = `"${'1'.repeat(40)}"`
  const address = documentAt('agent-profile', 'a')
  const etag = async () => (await call('get', address).expect(200)).get('ETag') ?? ''

  test.each(versions)('%s: If-Match that does not hold refuses PUT, POST, DELETE and GET', async (version) => {
    for (const method of ['put', 'post', 'delete'] as const)
      await call(method, address).set(header, version).set('If-Match', wrong).expect(412)
    await call('get', address).expect(404)
    await call('post', address).send({ a: 1 }).expect(204)
    for (const method of ['put', 'post', 'delete', 'get'] as const) {
      const { body } = await call(method, address).set(header, version).set('If-Match', wrong).expect(412)
      expect(body.message).toContain(await etag())
    }
    expect(await contents(address)).toEqual({ a: 1 })
  })

  test('If-Match that holds lets pass: the tag, one of several, weak, without quotes, any', async () => {
    await call('post', address).send({ a: 0 }).expect(204)
    const forms = [
      (tag: string) => tag,
      (tag: string) => `${wrong}, ${tag}`,
      (tag: string) => `W/${tag}`,
      (tag: string) => tag.slice(1, -1),
      () => '*',
    ]
    for (const [index, form] of forms.entries())
      await call('put', address)
        .set('If-Match', form(await etag()))
        .send({ a: index + 1 })
        .expect(204)
    await call('delete', address)
      .set('If-Match', await etag())
      .expect(204)
    await call('put', address).set('If-Match', '*').send({}).expect(412)
  })

  test('If-None-Match refuses what is there; GET then answers that nothing is new', async () => {
    await call('put', address).set('If-None-Match', '*').send({ a: 1 }).expect(204)
    for (const value of ['*', await etag()])
      for (const method of ['put', 'post', 'delete'] as const)
        await call(method, address).set('If-None-Match', value).expect(412)
    await call('put', address).set('If-None-Match', wrong).send({ a: 2 }).expect(204)
    const unchanged = await call('get', address)
      .set('If-None-Match', await etag())
      .expect(304)
    expect(unchanged.text).toBe('')
    await call('get', address).set('If-None-Match', wrong).expect(200)
  })

  test.each([
    // kind, version, where there is none, where there is one
    ['state', '1.0.3', 204, 204],
    ['agent-profile', '1.0.3', 400, 409],
    ['activity-profile', '1.0.3', 400, 409],
    ['state', '2.0.0', 204, 409],
    ['agent-profile', '2.0.0', 204, 409],
    ['activity-profile', '2.0.0', 204, 409],
  ] as const)('PUT of %s without a precondition, in %s: new %i, else %i', async (kind, version, fresh, existing) => {
    const place = documentAt(kind, 'blind')
    expect((await call('put', place).set(header, version).send({ a: 1 })).status).toBe(fresh)
    await call('post', place).send({ a: 2 }).expect(204)
    const { status, body } = await call('put', place).set(header, version).send({ a: 3 })
    expect(status).toBe(existing)
    if (existing === 409) expect(body.message).toContain('If-Match')
    expect(await contents(place)).toEqual({ a: existing === 204 ? 3 : 2 })
  })
})
