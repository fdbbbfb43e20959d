import type { Lrs } from '../../server/lrs/index.js'
import { migrations } from '../../server/base/database/migrations.js'
import type { Agent } from '../../server/xapi/index.js'
import { handClock, iriBase, lrsDatabase, lrsOn } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
const clock = handClock()
beforeAll(async () => {
  database = await lrsDatabase()
  lrs = await lrsOn(database.connection, { clock })
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
    await lrs.credentials.settled()
    expect(await lrs.credentials.list()).toContainEqual({ ...credential, lastUsedAt: expect.any(Date) as Date })
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

  test('the credential of the settings may do all, whatever was done to it, and is marked as long as it is theirs', async () => {
    const settings = { key: 'settings-key', secret: 'a secret of the settings' }
    await lrs.credentials.ensureDefault(settings)
    const made = await lrs.credentials.verify(settings.key, settings.secret)
    expect(made).toMatchObject({ scopes: ['all'], isOfSettings: true, counts: false })
    const id = made?.id ?? ''
    expect(await lrs.credentials.get(id)).toMatchObject({ isOfSettings: true })
    await lrs.credentials.revoke(id, 'by mistake')
    await lrs.credentials.ensureDefault(settings)
    expect(await lrs.credentials.verify(settings.key, settings.secret)).toMatchObject({ id })
    expect((await lrs.credentials.get(id))?.revocationReason).toBeUndefined()
    await lrs.credentials.ensureDefault({ ...settings, key: 'other-key' })
    expect(await lrs.credentials.get(id)).toMatchObject({ isOfSettings: false })
    await lrs.credentials.ensureDefault(undefined)
    expect((await lrs.credentials.list()).filter(({ isOfSettings }) => isOfSettings)).toEqual([])
  })

  test('a new secret ends the old one at once, or after a while', async () => {
    const { id, key, secret: first } = await lrs.credentials.create({ name: 'Rotating' })
    const isRight = async (secret: string) => (await lrs.credentials.verify(key, secret)) !== undefined
    expect(await isRight(first)).toBe(true)
    const second = (await lrs.credentials.rotate(id))?.secret ?? ''
    expect([await isRight(first), await isRight(second)]).toEqual([false, true])

    const until = new Date(clock.now().getTime() + 3_600_000)
    const third = await lrs.credentials.rotate(id, until)
    expect(third).toMatchObject({ id, key, oldSecretUntil: until })
    expect([await isRight(second), await isRight(third?.secret ?? '')]).toEqual([true, true])
    clock.move(3_600_000)
    // Also while the check of a moment ago is remembered.
    expect([await isRight(second), await isRight(third?.secret ?? '')]).toEqual([false, true])
  })

  test('of two who rotate at once one is refused, so that nobody is told a secret that is not good', async () => {
    const { id, key } = await lrs.credentials.create({ name: 'Twice' })
    const made = await Promise.all([lrs.credentials.rotate(id), lrs.credentials.rotate(id)])
    const secrets = made.flatMap((one) => (one ? [one.secret] : []))
    expect(secrets).toHaveLength(1)
    expect(await lrs.credentials.verify(key, secrets[0] ?? '')).toBeDefined()
  })

  test('an expired one is refused from that moment on, also where it was just checked, and gets no new secret', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000)
    const { id, key, secret } = await lrs.credentials.create({ name: 'Short', expiresAt })
    expect(await lrs.credentials.verify(key, secret)).toMatchObject({ expiresAt })
    clock.move(60_000)
    expect(await lrs.credentials.verify(key, secret)).toBeUndefined()
    expect(await lrs.credentials.rotate(id)).toBeUndefined()
  })

  test('a revoked one keeps the reason, and the first', async () => {
    const { id } = await lrs.credentials.create({ name: 'Leaked' })
    await lrs.credentials.revoke(id, 'The secret was in a mail.')
    clock.move(1000)
    await lrs.credentials.revoke(id, 'Another reason')
    const [at, revocationReason] = [new Date(clock.now().getTime() - 1000), 'The secret was in a mail.']
    expect(await lrs.credentials.get(id)).toMatchObject({ revokedAt: at, revocationReason })
    expect(await lrs.credentials.rotate(id)).toBeUndefined()
    expect(await lrs.credentials.rotate('nobody')).toBeUndefined()
  })

  test('the last use is written down once a minute at most, and not where somebody guesses', async () => {
    const { id, key, secret } = await lrs.credentials.create({ name: 'Used' })
    const lastUse = async () => {
      await lrs.credentials.settled()
      return (await lrs.credentials.get(id))?.lastUsedAt
    }
    await lrs.credentials.verify(key, 'a guess')
    expect(await lastUse()).toBeUndefined()
    await lrs.credentials.verify(key, secret)
    const first = await lastUse()
    expect(first).toEqual(clock.now())
    clock.move(5000)
    await lrs.credentials.verify(key, secret)
    expect(await lastUse()).toEqual(first)
  })

  test('what a credential speaks for is said afterwards; at first it counts nowhere', async () => {
    const { id, key, secret, ...made } = await lrs.credentials.create({ name: 'Node' })
    expect(made).toMatchObject({ counts: false })
    expect(await lrs.credentials.vouch(id, { party: 'KE', counts: true })).toBe(true)
    expect(await lrs.credentials.verify(key, secret)).toMatchObject({ party: 'KE', counts: true })
    await lrs.credentials.vouch(id, { party: undefined, counts: false })
    expect(await lrs.credentials.get(id)).not.toHaveProperty('party')
    expect(await lrs.credentials.vouch('nobody', { party: 'KE', counts: true })).toBe(false)
  })

  test.each<[string, unknown]>([
    ['without identifier', { name: 'Nobody' }],
    ['with a wrong address', { mbox: 'lrs@example.org' }],
    ['that is a group', { objectType: 'Group', mbox: 'mailto:all@example.org' }],
    ['that is a learner, or the platform', { account: { homePage: iriBase, name: 'platform' } }],
  ])('an authority %s is refused', async (_what, authority) => {
    const made = lrs.credentials.create({ name: 'Wrong', authority: authority as Agent })
    await expect(made).rejects.toMatchObject({ status: 400, code: 'authority' })
  })

  test('those made before there were scopes may do all after the migration, and it changes no others', async () => {
    const { id } = await lrs.credentials.create({ name: 'New', scopes: ['state'] })
    const old = await lrs.credentials.create({ name: 'Old' })
    const collection = database.connection.collection<{ _id: string }>('lrs_credentials')
    await collection.updateOne({ _id: old.id }, { $unset: { scopes: 1, counts: 1 } })
    const migration = migrations.find((one) => one.id === '0002-credentials-have-scopes')
    await migration?.up(database.connection)
    expect(await lrs.credentials.verify(old.key, old.secret)).toMatchObject({ scopes: ['all'], counts: false })
    expect(await lrs.credentials.get(id)).toMatchObject({ scopes: ['state'] })
  })
})
