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

  test('wrong secrets, however many, push no right one out of memory', async () => {
    const { key, secret } = await lrs.credentials.create({ name: 'Good' })
    let checks = 0
    const permit = async () => void (checks += 1)
    await lrs.credentials.verify(key, secret, permit)
    expect(checks).toBe(1)
    for (let round = 0; round < 2500; round += 1) await lrs.credentials.verify('unknown', `guess ${round}`, permit)
    expect(checks).toBe(2501)
    await lrs.credentials.verify(key, secret, permit)
    expect(checks).toBe(2501)
  })

  test('a crowd of wrong secrets does not wait without end; the same right one is checked once', async () => {
    const { key, secret } = await lrs.credentials.create({ name: 'Crowd' })
    const right = Array.from({ length: 100 }, () => lrs.credentials.verify(key, secret))
    expect((await Promise.all(right)).every((credential) => credential?.name === 'Crowd')).toBe(true)
    const guesses = Array.from({ length: 200 }, (_, round) => lrs.credentials.verify(key, `guess ${round}`))
    const results = await Promise.allSettled(guesses)
    const busy = results.filter((result) => result.status === 'rejected')
    expect(busy.length).toBeGreaterThan(50)
    expect(busy[0]?.reason).toMatchObject({ status: 503, code: 'busy' })
    expect(await lrs.credentials.verify(key, secret)).toBeDefined()
  })

  test('whoever may not have it checked learns nothing of it', async () => {
    const { key, secret } = await lrs.credentials.create({ name: 'Limited' })
    const refuse = () => Promise.reject(new Error('too many'))
    for (const [name, guess] of [
      [key, secret],
      [key, 'wrong'],
      ['unknown', secret],
    ] as const)
      await expect(lrs.credentials.verify(name, guess, refuse)).rejects.toThrow('too many')
    expect(await lrs.credentials.verify(key, secret)).toBeDefined()
    expect(await lrs.credentials.verify(key, secret, refuse)).toBeDefined()
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
