import type { ServerResponse } from 'node:http'
import { acknowledge, drain, forwardingOf, saying, useCrankyTarget, type Received } from './forwarding-support.js'
import { createLog } from '../../server/base/log.js'
import { statement } from './support.js'

const used = useCrankyTarget()
const { clock, record, stands, asked, answer } = used

describe('a conflict', () => {
  const conflicting = (copy: (request: Received, response: ServerResponse) => void) =>
    answer((request, response) => (request.method === 'POST' ? saying(409) : copy)(request, response))

  test('whose copy cannot be had at all is a dead letter', async () => {
    await record(1)
    conflicting(saying(404))
    await drain(used.forwarding)
    expect(used.server.received.map(({ url }) => url.replace(/=.*/, ''))).toEqual([
      ...['/xapi/statements', '/xapi/statements?statementId', '/xapi/statements?voidedStatementId'],
    ])
    expect(await used.forwarding.deadLetters(used.id, 9)).toMatchObject([{ reason: 'not-comparable', status: 409 }])
  })

  test('whose copy may not be read is a dead letter', async () => {
    await record(1)
    conflicting(saying(403, 'write only'))
    await drain(used.forwarding)
    expect(await used.forwarding.deadLetters(used.id, 9)).toMatchObject([
      { reason: 'not-comparable', detail: 'write only' },
    ])
  })

  test.each([
    ['a failure', saying(502)],
    ['garbage', saying(200, '{"id":')],
    ['something else', saying(200, '{"statements":[]}')],
  ])('whose copy is asked for and %s comes is tried again', async (_what, copy) => {
    await record(1)
    conflicting(copy)
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'failing', deadLetters: 0, waiting: 1 })
  })

  test('with a voided copy that is equal is a delivery', async () => {
    const one = statement()
    await used.lrs.record([one], 'platform')
    const { statement: stored } = (await used.lrs.get(one.id))!
    answer((request, response) => {
      if (request.method === 'POST') saying(409)(request, response)
      else if (request.url.includes('voidedStatementId')) saying(200, JSON.stringify(stored))(request, response)
      else saying(404)(request, response)
    })
    await drain(used.forwarding)
    expect(await stands()).toMatchObject({ state: 'up-to-date', deadLetters: 0, target: { delivered: 1 } })
  })
})

const file = {
  ...{ usageType: 'http://example.org/usage', display: { en: 'A file' }, contentType: 'text/plain' },
  ...{ length: 4, sha2: 'a'.repeat(64) },
}

describe('what goes with it', () => {
  test('the data of attachments, where they are kept', async () => {
    const attachments = [{ ...file, fileUrl: 'http://example.org/file' }]
    const one = statement({ attachments })
    await used.lrs.record([one, statement()], 'platform')
    const known = new Map([[file.sha2, Buffer.from('data')]])
    const attachment = (asked: string) => Promise.resolve(known.get(asked))
    answer((_request, response) => response.end(JSON.stringify([one.id])))
    await drain(forwardingOf(used.lrs, used.database.connection, { clock, attachment }))
    const { headers, body } = used.server.received[0]!
    expect(headers['content-type']).toContain('multipart/mixed')
    expect(body.toString()).toContain(`X-Experience-API-Hash: ${file.sha2}\r\n\r\ndata\r\n`)
  })

  test('a fault of our own, told like one of the other side, with the statement that causes it', async () => {
    const one = statement({ attachments: [{ ...file, fileUrl: 'http://example.org/file' }] })
    await used.lrs.record([one], 'platform')
    const attachment = () => Promise.reject(new Error('the disk is gone'))
    await drain(forwardingOf(used.lrs, used.database.connection, { clock, attachment }))
    const failure = { reason: 'here', detail: 'Error: the disk is gone', statement: one.id }
    expect(await stands()).toMatchObject({ state: 'failing', waiting: 1, target: { failure } })
  })

  test('a line in the log, when a queue does not drain, and none of the secret', async () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => void lines.push(line) })
    const telling = forwardingOf(used.lrs, used.database.connection, { clock, log })
    await record(1)
    answer(saying(500))
    await drain(telling)
    clock.move(31 * 60_000)
    await drain(forwardingOf(used.lrs, used.database.connection, { clock, log }))
    const told = lines.map((line) => JSON.parse(line) as { level: number; msg: string; reason?: string })
    expect(told[0]).toMatchObject({ level: 40, reason: 'server', status: 500 })
    expect(told).toContainEqual(expect.objectContaining({ level: 50, msg: expect.stringContaining('does not drain') }))
    expect(lines.join('')).not.toContain('a secret')
  })
})

describe('a stop', () => {
  test('cuts off a request that does not end, and the next start sends the same again', async () => {
    const sent = await record(2)
    const patient = forwardingOf(used.lrs, used.database.connection, { clock, timeoutMs: 60_000 })
    answer(() => undefined)
    await patient.tend()
    while (used.server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const began = performance.now()
    await patient.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    answer(acknowledge)
    await drain(used.forwarding)
    expect(asked()).toEqual([sent, sent])
    expect(await stands()).toMatchObject({ state: 'up-to-date', target: { delivered: 2 } })
  })

  test('of a process that is killed holds its target up until its lease ends, and loses nothing', async () => {
    const sent = await record(2)
    const lease = { holder: 'somebody who died', until: new Date(clock.now().getTime() + 30_000) }
    await used.database.connection.collection('forwarding_targets').updateOne({}, { $set: { lease } })
    await drain(used.forwarding)
    expect(used.server.received).toEqual([])
    clock.move(30_000)
    await drain(used.forwarding)
    expect(asked()).toEqual([sent])
  })

  test('of the target by an administrator, while something is under way, ends the work behind it', async () => {
    await record(120)
    answer((request, response) => {
      void used.forwarding.switch(used.id, false).then(() => acknowledge(request, response))
    })
    await drain(used.forwarding)
    expect(used.server.received).toHaveLength(1)
    expect(await stands()).toMatchObject({ state: 'off', target: { delivered: 0, position: 0 } })
  })
})
