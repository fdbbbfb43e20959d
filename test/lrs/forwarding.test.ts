import { randomUUID } from 'node:crypto'
import type { Forwarding, Lrs } from '../../server/lrs/index.js'
import { sameStatement } from '../../server/xapi/index.js'
import {
  anotherLrs,
  drain,
  emptyForwarding,
  everything,
  forwardingOf,
  target,
  vocabulary,
} from './forwarding-support.js'
import { fullStatement, handClock, lrsDatabase, lrsOn, statement, voiding, wholeFeed } from './support.js'

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let other: Awaited<ReturnType<typeof anotherLrs>>
let forwarding: Forwarding
const clock = handClock()

beforeAll(async () => (database = await lrsDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyForwarding(database.connection)
  lrs = await lrsOn(database.connection)
  other = await anotherLrs()
  forwarding = forwardingOf(lrs, database.connection, { clock })
})
afterEach(async () => {
  await forwarding.stop()
  await lrs.settled()
  await other.close()
})

const add = (changes: Parameters<typeof target>[1] = {}, begin: 'now' | 'start' = 'start') =>
  forwarding.add(target(other.endpoint, { key: other.key, ...changes }), other.secret, begin)
const arrived = async () => (await wholeFeed(other.lrs)).map((entry) => entry.statement.id)
const only = (changes: Partial<typeof everything>) => ({ filter: { ...everything, ...changes } })

describe('statements are forwarded to another LRS', () => {
  test.each(['1.0.2', '1.0.3'] as const)('whole, in their order, under their ids, in version %s', async (version) => {
    const sent = [fullStatement(), ...Array.from({ length: 120 }, () => statement())]
    await lrs.record(sent, 'platform')
    const { id } = await add({ version })
    await drain(forwarding)
    expect(await arrived()).toEqual(sent.map((one) => one.id))
    const [first] = await other.lrs.feed(0, 1)
    expect(sameStatement(first!.statement, sent[0]!)).toBe(true)
    expect(first!.statement).toMatchObject({ result: sent[0]!.result, attachments: sent[0]!['attachments'] })
    expect(await forwarding.standing(id)).toMatchObject({
      ...{ state: 'up-to-date', waiting: 0, deadLetters: 0, isStuck: false },
      target: { delivered: 121, position: 121 },
    })
  })

  test('once: what is sent again after a lost acknowledgement counts once', async () => {
    await lrs.record([statement(), statement()], 'platform')
    const { id } = await add()
    await drain(forwarding)
    await forwarding.change(id, target(other.endpoint, { key: other.key }), undefined, 'start')
    await drain(forwarding)
    expect(await arrived()).toHaveLength(2)
    expect((await forwarding.standing(id))?.target.delivered).toBe(4)
  })

  test('from now on, where the target begins so, and from the start where it is told to', async () => {
    await lrs.record([statement(), statement()], 'platform')
    const { id } = await add({}, 'now')
    const later = statement()
    await lrs.record([later], 'platform')
    await drain(forwarding)
    expect(await arrived()).toEqual([later.id])
    await forwarding.change(id, target(other.endpoint, { key: other.key }), undefined, 'start')
    await drain(forwarding)
    expect(await arrived()).toHaveLength(3)
  })

  test('only while it is on', async () => {
    const { id } = await add()
    await forwarding.switch(id, false)
    await lrs.record([statement()], 'platform')
    await drain(forwarding)
    expect(await arrived()).toEqual([])
    expect(await forwarding.standing(id)).toMatchObject({ state: 'off', waiting: 1 })
    await forwarding.switch(id, true)
    await drain(forwarding)
    expect(await arrived()).toHaveLength(1)
  })

  test('by two processes at once, each once', async () => {
    const sent = Array.from({ length: 300 }, () => statement())
    await lrs.record(sent, 'platform')
    const elsewhere = forwardingOf(await lrsOn(await database.another()), await database.another(), { clock })
    await add()
    await Promise.all([drain(forwarding), drain(elsewhere)])
    await elsewhere.stop()
    expect(await arrived()).toEqual(sent.map((one) => one.id))
  })
})

describe('a filter lets through', () => {
  const passed = { verb: { id: 'http://adlnet.gov/expapi/verbs/passed' } }
  const ofParty = (party: string) => statement({ context: { extensions: { [vocabulary.extensions.party]: party } } })

  test('verbs', async () => {
    const wanted = statement(passed)
    await lrs.record([statement(), wanted], 'platform')
    await add(only({ verbs: [passed.verb.id] }))
    await drain(forwarding)
    expect(await arrived()).toEqual([wanted.id])
  })

  test('activities, as the object or in the context', async () => {
    const course = 'http://example.org/activities/course'
    const wanted = [
      statement({ object: { id: course } }),
      statement({ context: { contextActivities: { grouping: [{ id: course }] } } }),
    ]
    await lrs.record([statement(), ...wanted], 'platform')
    await add(only({ activities: [course] }))
    await drain(forwarding)
    expect(await arrived()).toEqual(wanted.map((one) => one.id))
  })

  test('Parties, as the platform says them, and not as somebody with a credential says', async () => {
    const { id } = await lrs.credentials.create({ name: 'Moodle' })
    const wanted = ofParty('KE')
    await lrs.record([wanted, ofParty('FR'), statement()], 'platform')
    await lrs.record([ofParty('KE')], `credential:${id}`)
    await add(only({ parties: ['KE'] }))
    await drain(forwarding)
    expect(await arrived()).toEqual([wanted.id])
  })

  test('only our own, or all but those that came from the target itself', async () => {
    const [moodle, theirs] = [await lrs.credentials.create({ name: 'a' }), await lrs.credentials.create({ name: 'b' })]
    const [own, foreign, back] = [statement(), statement(), statement()]
    await lrs.record([own], 'platform')
    await lrs.record([foreign], `credential:${moodle.id}`)
    await lrs.record([back], `credential:${theirs.id}`)
    const first = await add(only({ origin: 'own' }))
    await drain(forwarding)
    expect(await arrived()).toEqual([own.id])
    await forwarding.remove(first.id)
    await add(only({ notFrom: [theirs.id] }))
    await drain(forwarding)
    expect(await arrived()).toEqual([own.id, foreign.id])
  })
})

describe('a voiding statement', () => {
  const voidedThere = async (id: string) => (await other.lrs.get(id))?.voided

  test('follows what it voids, whatever the filter says of its verb', async () => {
    const [one, foreign] = [statement(), statement({ verb: { id: 'http://example.org/verbs/other' } })]
    await lrs.record([one, foreign], 'platform')
    await lrs.record([voiding(one.id), voiding(foreign.id)], 'platform')
    await add(only({ verbs: [one.verb.id] }))
    await drain(forwarding)
    expect(await arrived()).toHaveLength(2)
    expect(await voidedThere(one.id)).toBe(true)
  })

  test('that came before what it voids is sent behind it', async () => {
    const one = statement()
    const voids = voiding(one.id)
    await lrs.record([voids], 'platform')
    await lrs.record([one, statement()], 'platform')
    await add()
    await drain(forwarding)
    expect((await arrived()).slice(0, 2)).toEqual([one.id, voids.id])
    expect(await voidedThere(one.id)).toBe(true)
  })

  test('that voids nothing here, because others stored what it names, is not sent: there it would', async () => {
    const [one, id] = [statement(), randomUUID()]
    await lrs.record([voiding(one.id)], `credential:${id}`)
    await lrs.record([one], 'platform')
    await add()
    await drain(forwarding)
    expect(await arrived()).toEqual([one.id])
    expect(await voidedThere(one.id)).toBe(false)
  })
})

describe('a conflict', () => {
  test('with an equal statement is a delivery, with another a dead letter; the others go on', async () => {
    const sent = [1, 2, 3].map(() => statement({ timestamp: '2026-11-20T09:30:00Z' }))
    const [equal, different] = sent
    await other.lrs.record([equal!, { ...different!, verb: { id: 'http://example.org/verbs/else' } }], 'platform')
    await lrs.record(sent, 'platform')
    const { id } = await add()
    await drain(forwarding)
    expect(await arrived()).toHaveLength(3)
    const [letter, ...more] = await forwarding.deadLetters(id, 10)
    expect(more).toEqual([])
    expect(letter).toMatchObject({ statement: different!.id, reason: 'different', status: 409 })
    expect(letter!.detail).toContain('http://example.org/verbs/else')
    expect(await forwarding.standing(id)).toMatchObject({ state: 'up-to-date', deadLetters: 1 })
  })

  test('stays a dead letter when it is sent again to no avail, and is gone when dismissed', async () => {
    const one = statement()
    await other.lrs.record([{ ...one, verb: { id: 'http://example.org/verbs/else' } }], 'platform')
    await lrs.record([one], 'platform')
    const { id } = await add()
    await drain(forwarding)
    clock.move(1000)
    expect(await forwarding.sendAgain({ target: id })).toBe(1)
    await drain(forwarding)
    expect(await forwarding.deadLetters(id, 10)).toMatchObject([{ again: false, at: clock.now() }])
    expect(await forwarding.dismiss({ target: id, statement: one.id })).toBe(1)
    expect(await forwarding.deadLetters(id, 10)).toEqual([])
  })
})

describe('a secret', () => {
  test('that cannot be decrypted any more pauses the target, and a new one lets it go on', async () => {
    await lrs.record([statement()], 'platform')
    const { id } = await add()
    const restarted = forwardingOf(lrs, database.connection, { clock, passphrase: 'q'.repeat(32) })
    await drain(restarted)
    expect(await restarted.standing(id)).toMatchObject({ state: 'paused', target: { failure: { reason: 'secret' } } })
    expect(await restarted.change(id, target(other.endpoint, { key: other.key }), other.secret, undefined)).toBe(true)
    await drain(restarted)
    expect(await arrived()).toHaveLength(1)
  })

  test('is nowhere in the clear, and goes to no other address', async () => {
    const { id } = await add()
    const kept = JSON.stringify(await database.connection.collection('forwarding_targets').find().toArray())
    expect(kept).not.toContain(other.secret)
    expect(JSON.stringify(await forwarding.standings())).not.toContain('sealed')
    const elsewhere = target('http://127.0.0.1:9/xapi', { key: other.key })
    expect(await forwarding.change(id, elsewhere, undefined, undefined)).toBe(false)
    // Not even by whoever writes into the database.
    const change = { $set: { endpoint: 'http://127.0.0.1:9/xapi' } }
    await database.connection.collection('forwarding_targets').updateOne({}, change)
    await lrs.record([statement()], 'platform')
    await drain(forwarding)
    expect((await forwarding.standing(id))?.target.failure?.reason).toBe('secret')
  })
})
