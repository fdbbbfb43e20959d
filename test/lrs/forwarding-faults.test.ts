import type { ServerResponse } from 'node:http'
import { createLog } from '../../server/base/log.js'
import type { Forwarding, Lrs } from '../../server/lrs/index.js'
import {
  acknowledge,
  crankyServer,
  drain,
  forwardingOf,
  saying,
  statementsIn,
  target,
  type Received,
} from './forwarding-support.js'
import { empty, handClock, lrsDatabase, lrsOn, statement, voiding } from './support.js'

const clock = handClock()
let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let server: Awaited<ReturnType<typeof crankyServer>>
let forwarding: Forwarding
let id: string

beforeAll(async () => (database = await lrsDatabase()))
afterAll(() => database.drop())
beforeEach(async () => {
  await empty(database.connection)
  await database.connection.collection('forwarding_targets').deleteMany({})
  await database.connection.collection('forwarding_dead_letters').deleteMany({})
  lrs = await lrsOn(database.connection)
  server = await crankyServer()
  forwarding = forwardingOf(lrs, database.connection, { clock, timeoutMs: 300 })
  id = (await forwarding.add(target(server.endpoint), 'a secret', 'start')).id
})
afterEach(async () => {
  await forwarding.stop()
  await lrs.settled()
  await server.close()
})

const record = async (count: number) => {
  const sent = Array.from({ length: count }, () => statement())
  await lrs.record(sent, 'platform')
  return sent.map((one) => one.id)
}
const stands = async () => (await forwarding.standing(id))!
const failure = async () => (await stands()).target.failure
/** The ids of every request, request by request. */
const asked = () => server.received.map((one) => (one.method === 'POST' ? statementsIn(one).map((s) => s.id) : one.url))
const answer = (reply: (request: Received, response: ServerResponse) => void) => (server.state.answer = reply)

describe('what may pass is tried again, with the same ids, and nothing is passed over', () => {
  const resets = (_request: Received, response: ServerResponse) => void response.socket?.destroy()
  const cutOff = (_request: Received, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': '5000' }).write('["')
    setTimeout(() => response.socket?.destroy(), 20)
  }
  const never = () => undefined
  const endless = (_request: Received, response: ServerResponse) => {
    const more = () => void (response.writable && response.write('x'.repeat(100_000), () => setImmediate(more)))
    more()
  }
  test.each([
    ['500', saying(500, 'broken'), { reason: 'server', status: 500, detail: 'broken' }],
    ['503', saying(503), { reason: 'server', status: 503 }],
    ['429', saying(429), { reason: 'too-many', status: 429 }],
    ['404', saying(404, 'no such page'), { reason: 'not-an-lrs', status: 404 }],
    ['a page that says 200', saying(200, '<html>Welcome</html>'), { reason: 'not-an-lrs', status: 200 }],
    ['the ids of others', saying(200, '["one","two"]'), { reason: 'not-an-lrs', status: 200 }],
    ['a redirect', saying(302, '', { Location: 'http://127.0.0.1:9/' }), { reason: 'not-an-lrs', status: 302 }],
    ['a reset', resets, { reason: 'network', detail: expect.stringContaining('ECONNRESET') as string }],
    ['half an answer', cutOff, { reason: 'network' }],
    ['nothing', never, { reason: 'network', detail: expect.stringContaining('TIMEOUT') as string }],
    ['an endless answer', endless, { reason: 'network' }],
  ])('%s', async (_what, reply, expected) => {
    const sent = await record(2)
    answer(reply)
    await drain(forwarding)
    expect(await failure()).toMatchObject({ ...expected, times: 1 })
    expect(await stands()).toMatchObject({ state: 'failing', waiting: 2, target: { position: 0, delivered: 0 } })

    answer(acknowledge)
    await drain(forwarding)
    expect(server.received).toHaveLength(1)
    clock.move(5_000)
    await drain(forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 }, deadLetters: 0 })
    expect(await failure()).toBeUndefined()
  })

  test('nobody listens', async () => {
    await record(1)
    await forwarding.change(id, target('http://127.0.0.1:9/xapi'), 'a secret', undefined)
    await drain(forwarding)
    expect(await failure()).toMatchObject({ reason: 'network', detail: expect.stringContaining('ECONNREFUSED') })
  })

  test('after pauses that grow, and never for good', async () => {
    await record(1)
    answer(saying(500))
    const pauses: number[] = []
    for (let times = 1; times <= 12; times++) {
      await drain(forwarding)
      const { nextTryAt } = (await stands()).target
      pauses.push((nextTryAt!.getTime() - clock.now().getTime()) / 1000)
      clock.move(nextTryAt!.getTime() - clock.now().getTime())
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900])
    expect(await stands()).toMatchObject({ state: 'failing', isStuck: true, waiting: 1 })
    answer(acknowledge)
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', isStuck: false })
  })

  test('not before the target says', async () => {
    await record(1)
    answer(saying(429, '', { 'Retry-After': '120' }))
    await drain(forwarding)
    clock.move(119_000)
    answer(acknowledge)
    await drain(forwarding)
    expect(server.received).toHaveLength(1)
    clock.move(1_000)
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date' })
  })
})

describe('what does not pass by itself', () => {
  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
  ])('%s pauses the target until somebody resumes it', async (status, reason) => {
    const sent = await record(2)
    answer(saying(status, 'no'))
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'paused', isStuck: true, target: { failure: { reason, status } } })
    clock.move(24 * 3_600_000)
    await drain(forwarding)
    expect(server.received).toHaveLength(1)
    answer(acknowledge)
    await forwarding.resume(id)
    await drain(forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date' })
  })

  test('403 for a voiding statement is about what it voids: a dead letter', async () => {
    const [one] = await record(1)
    const voids = voiding(one!)
    await lrs.record([voids], 'platform')
    answer((request, response) =>
      (statementsIn(request).some(({ id: sent }) => sent === voids.id) ? saying(403) : acknowledge)(request, response),
    )
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 1, target: { delivered: 1 } })
    expect(await forwarding.deadLetters(id, 9)).toMatchObject([{ statement: voids.id, reason: 'forbidden' }])
  })

  test.each([
    [400, 'invalid'],
    [413, 'too-large'],
  ])('%s for one of many is a dead letter, kept with the answer; it can be sent again', async (status, reason) => {
    const sent = await record(4)
    const bad = sent[2]!
    const refusing = (request: Received, response: ServerResponse) =>
      (statementsIn(request).some((one) => one.id === bad) ? saying(status, 'not so') : acknowledge)(request, response)
    answer(refusing)
    await drain(forwarding)
    expect(asked()).toEqual([sent, ...sent.map((one) => [one])])
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 1, target: { delivered: 3 } })
    const letter = { statement: bad, reason, status, detail: 'not so', position: 3 }
    expect(await forwarding.deadLetters(id, 9)).toMatchObject([letter])

    await forwarding.sendAgain({ target: id, statement: bad })
    answer(saying(500))
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'failing', deadLetters: 1 })
    answer(acknowledge)
    clock.move(5_000)
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 4 } })
  })

  test('a target that refuses everything is paused after twenty, not after everything', async () => {
    await record(70)
    answer(saying(400, 'what version is that?'))
    await drain(forwarding)
    expect(await stands()).toMatchObject({
      ...{ state: 'paused', deadLetters: 20, waiting: 50 },
      target: { failure: { reason: 'refusals', status: 400 } },
    })
    answer(acknowledge)
    await forwarding.sendAgain({ target: id })
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 70 } })
  })

  test('a statement that breaks the target is found, and an administrator sets it aside', async () => {
    const sent = await record(3)
    const bad = sent[1]!
    answer((request, response) =>
      (statementsIn(request).some((one) => one.id === bad) ? saying(500, 'oops') : acknowledge)(request, response),
    )
    for (let times = 1; times <= 8; times++) {
      await drain(forwarding)
      clock.move(3_600_000)
    }
    expect(await stands()).toMatchObject({ waiting: 2, target: { failure: { statement: bad, status: 500 } } })
    await forwarding.setAside(id, bad)
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 } })
    expect(await forwarding.deadLetters(id, 9)).toMatchObject([{ statement: bad, reason: 'set-aside', detail: 'oops' }])
  })
})

describe('a conflict', () => {
  const conflicting = (copy: (request: Received, response: ServerResponse) => void) =>
    answer((request, response) => (request.method === 'POST' ? saying(409) : copy)(request, response))

  test('whose copy cannot be had at all is a dead letter', async () => {
    await record(1)
    conflicting(saying(404))
    await drain(forwarding)
    expect(server.received.map(({ url }) => url.replace(/=.*/, ''))).toEqual([
      ...['/xapi/statements', '/xapi/statements?statementId', '/xapi/statements?voidedStatementId'],
    ])
    expect(await forwarding.deadLetters(id, 9)).toMatchObject([{ reason: 'not-comparable', status: 409 }])
  })

  test('whose copy may not be read is a dead letter', async () => {
    await record(1)
    conflicting(saying(403, 'write only'))
    await drain(forwarding)
    expect(await forwarding.deadLetters(id, 9)).toMatchObject([{ reason: 'not-comparable', detail: 'write only' }])
  })

  test.each([
    ['a failure', saying(502)],
    ['garbage', saying(200, '{"id":')],
    ['something else', saying(200, '{"statements":[]}')],
  ])('whose copy is asked for and %s comes is tried again', async (_what, copy) => {
    await record(1)
    conflicting(copy)
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'failing', deadLetters: 0, waiting: 1 })
  })

  test('with a voided copy that is equal is a delivery', async () => {
    const one = statement()
    await lrs.record([one], 'platform')
    const { statement: stored } = (await lrs.get(one.id))!
    answer((request, response) => {
      if (request.method === 'POST') saying(409)(request, response)
      else if (request.url.includes('voidedStatementId')) saying(200, JSON.stringify(stored))(request, response)
      else saying(404)(request, response)
    })
    await drain(forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 1 } })
  })
})

describe('what goes with it', () => {
  test('the data of attachments, where they are kept', async () => {
    const sha2 = 'a'.repeat(64)
    const head = { usageType: 'http://example.org/usage', display: { en: 'A file' }, contentType: 'text/plain' }
    const attachments = [{ ...head, length: 4, sha2, fileUrl: 'http://example.org/file' }]
    const one = statement({ attachments })
    await lrs.record([one, statement()], 'platform')
    const known = new Map([[sha2, Buffer.from('data')]])
    const attachment = (asked: string) => Promise.resolve(known.get(asked))
    answer((_request, response) => response.end(JSON.stringify([one.id])))
    await drain(forwardingOf(lrs, database.connection, { clock, attachment }))
    const { headers, body } = server.received[0]!
    expect(headers['content-type']).toContain('multipart/mixed')
    expect(body.toString()).toContain(`X-Experience-API-Hash: ${sha2}\r\n\r\ndata\r\n`)
  })

  test('a line in the log, when a queue does not drain, and none of the secret', async () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => void lines.push(line) })
    const telling = forwardingOf(lrs, database.connection, { clock, log })
    await record(1)
    answer(saying(500))
    await drain(telling)
    clock.move(31 * 60_000)
    await drain(forwardingOf(lrs, database.connection, { clock, log }))
    const told = lines.map((line) => JSON.parse(line) as { level: number; msg: string; reason?: string })
    expect(told[0]).toMatchObject({ level: 40, reason: 'server', status: 500 })
    expect(told).toContainEqual(expect.objectContaining({ level: 50, msg: expect.stringContaining('does not drain') }))
    expect(lines.join('')).not.toContain('a secret')
  })
})

describe('a stop', () => {
  test('cuts off a request that does not end, and the next start sends the same again', async () => {
    const sent = await record(2)
    const patient = forwardingOf(lrs, database.connection, { clock, timeoutMs: 60_000 })
    answer(() => undefined)
    await patient.tend()
    while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const began = performance.now()
    await patient.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    answer(acknowledge)
    await drain(forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 } })
  })

  test('of a process that is killed holds its target up until its lease ends, and loses nothing', async () => {
    const sent = await record(2)
    const lease = { holder: 'somebody who died', until: new Date(clock.now().getTime() + 30_000) }
    await database.connection.collection('forwarding_targets').updateOne({}, { $set: { lease } })
    await drain(forwarding)
    expect(server.received).toEqual([])
    clock.move(30_000)
    await drain(forwarding)
    expect(asked()).toEqual([sent])
  })

  test('of the target by an administrator, while something is under way, ends the work behind it', async () => {
    await record(120)
    answer((request, response) => {
      void forwarding.switch(id, false).then(() => acknowledge(request, response))
    })
    await drain(forwarding)
    expect(server.received).toHaveLength(1)
    expect(await stands()).toMatchObject({ state: 'off', target: { delivered: 0, position: 0 } })
  })
})
