import type { ServerResponse } from 'node:http'
import {
  acknowledge,
  drain,
  saying,
  statementsIn,
  target,
  useCrankyTarget,
  type Received,
} from './forwarding-support.js'
import { voiding } from './support.js'

const used = useCrankyTarget()
const { clock, record, stands, failure, asked, answer } = used

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
    await drain(used.forwarding)
    expect(await failure()).toMatchObject({ ...expected, times: 1 })
    expect(await stands()).toMatchObject({ state: 'failing', waiting: 2, target: { position: 0, delivered: 0 } })

    answer(acknowledge)
    await drain(used.forwarding)
    expect(used.server.received).toHaveLength(1)
    clock.move(5_000)
    await drain(used.forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 }, deadLetters: 0 })
    expect(await failure()).toBeUndefined()
  })

  test('nobody listens', async () => {
    await record(1)
    await used.forwarding.change(used.id, target('http://127.0.0.1:9/xapi'), 'a secret', undefined)
    await drain(used.forwarding)
    expect(await failure()).toMatchObject({ reason: 'network', detail: expect.stringContaining('ECONNREFUSED') })
  })

  test('after pauses that grow, and never for good', async () => {
    await record(1)
    answer(saying(500))
    const pauses: number[] = []
    for (let times = 1; times <= 12; times++) {
      await drain(used.forwarding)
      const { nextTryAt } = (await stands()).target
      pauses.push((nextTryAt!.getTime() - clock.now().getTime()) / 1000)
      clock.move(nextTryAt!.getTime() - clock.now().getTime())
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900])
    expect(await stands()).toMatchObject({ state: 'failing', isStuck: true, waiting: 1 })
    answer(acknowledge)
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', isStuck: false })
  })

  test('not before the target says', async () => {
    await record(1)
    answer(saying(429, '', { 'Retry-After': '120' }))
    await drain(used.forwarding)
    clock.move(119_000)
    answer(acknowledge)
    await drain(used.forwarding)
    expect(used.server.received).toHaveLength(1)
    clock.move(1_000)
    await drain(used.forwarding)
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
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'paused', isStuck: true, target: { failure: { reason, status } } })
    clock.move(24 * 3_600_000)
    await drain(used.forwarding)
    expect(used.server.received).toHaveLength(1)
    answer(acknowledge)
    await used.forwarding.resume(used.id)
    await drain(used.forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date' })
  })

  test('403 for a voiding statement is about what it voids: a dead letter', async () => {
    const [one] = await record(1)
    const voids = voiding(one!)
    await used.lrs.record([voids], 'platform')
    answer((request, response) =>
      (statementsIn(request).some(({ id: sent }) => sent === voids.id) ? saying(403) : acknowledge)(request, response),
    )
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 1, target: { delivered: 1 } })
    expect(await used.forwarding.deadLetters(used.id, 9)).toMatchObject([{ statement: voids.id, reason: 'forbidden' }])
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
    await drain(used.forwarding)
    expect(asked()).toEqual([sent, ...sent.map((one) => [one])])
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 1, target: { delivered: 3 } })
    const letter = { statement: bad, reason, status, detail: 'not so', position: 3 }
    expect(await used.forwarding.deadLetters(used.id, 9)).toMatchObject([letter])

    await used.forwarding.sendAgain({ target: used.id, statement: bad })
    answer(saying(500))
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'failing', deadLetters: 1 })
    answer(acknowledge)
    clock.move(5_000)
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 4 } })
  })

  test('a target that refuses everything is paused after twenty, not after everything', async () => {
    await record(70)
    answer(saying(400, 'what version is that?'))
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({
      ...{ state: 'paused', deadLetters: 20, waiting: 50 },
      target: { failure: { reason: 'refusals', status: 400 } },
    })
    answer(acknowledge)
    await used.forwarding.sendAgain({ target: used.id })
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 70 } })
  })

  test('a statement that breaks the target is found, and an administrator sets it aside', async () => {
    const sent = await record(3)
    const bad = sent[1]!
    answer((request, response) =>
      (statementsIn(request).some((one) => one.id === bad) ? saying(500, 'oops') : acknowledge)(request, response),
    )
    for (let times = 1; times <= 8; times++) {
      await drain(used.forwarding)
      clock.move(3_600_000)
    }
    expect(await stands()).toMatchObject({ waiting: 2, target: { failure: { statement: bad, status: 500 } } })
    await used.forwarding.setAside(used.id, bad)
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 } })
    expect(await used.forwarding.deadLetters(used.id, 9)).toMatchObject([
      { statement: bad, reason: 'set-aside', detail: 'oops' },
    ])
  })
})
