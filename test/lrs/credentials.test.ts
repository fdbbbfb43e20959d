import type { Lrs } from '../../server/lrs/index.js'
import { lrsDatabase, lrsOn } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
beforeAll(async () => {
  database = await lrsDatabase()
  lrs = await lrsOn(database.connection)
})
afterAll(async () => {
  await lrs.settled()
  await database.drop()
})

describe('credentials', () => {
  test('the secret is right once it was made, wrong otherwise, and nowhere kept', async () => {
    const { secret, ...credential } = await lrs.credentials.create({ name: 'Moodle' })
    expect(await lrs.credentials.verify(credential.key, secret)).toEqual(credential)
    expect(await lrs.credentials.verify(credential.key, `${secret}x`)).toBeUndefined()
    expect(await lrs.credentials.verify('nobody', secret)).toBeUndefined()
    const kept = JSON.stringify(await database.connection.collection('lrs_credentials').find().toArray())
    expect(kept).toContain('$argon2id$')
    expect(kept).not.toContain(secret)
    expect(await lrs.credentials.list()).toContainEqual(credential)
  })

  test('after the first check a check costs microseconds', async () => {
    const { key, secret } = await lrs.credentials.create({ name: 'Fast' })
    await lrs.credentials.verify(key, secret)
    const start = performance.now()
    for (let round = 0; round < 1000; round += 1) await lrs.credentials.verify(key, secret)
    // One slow check alone takes more than this.
    expect((performance.now() - start) / 1000).toBeLessThan(1)
  })

  test('a revoked one is refused at once', async () => {
    const { id, key, secret } = await lrs.credentials.create({ name: 'Gone' })
    expect(await lrs.credentials.verify(key, secret)).toBeDefined()
    await lrs.credentials.revoke(id)
    expect(await lrs.credentials.verify(key, secret)).toBeUndefined()
  })

  test('the default of the settings is there after every start, with the secret of the settings', async () => {
    const settings = { key: 'default-key', secret: 'a secret of the settings' }
    await lrs.credentials.ensureDefault(undefined)
    await lrs.credentials.ensureDefault(settings)
    await lrs.credentials.ensureDefault(settings)
    const first = await lrs.credentials.verify(settings.key, settings.secret)
    expect(first?.name).toBe('default')
    const changed = { ...settings, secret: 'another secret: with a colon' }
    await lrs.credentials.ensureDefault(changed)
    expect(await lrs.credentials.verify(settings.key, settings.secret)).toBeUndefined()
    // The credential stays the same, and so does the authority of its statements.
    expect((await lrs.credentials.verify(changed.key, changed.secret))?.id).toBe(first?.id)
  })
})
