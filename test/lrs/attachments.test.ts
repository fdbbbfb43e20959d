import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import type { Statement } from '../../server/xapi/index.js'
import {
  attachment,
  boundary,
  carrying,
  dataPart,
  headOfRequest,
  jsonPart,
  multipart,
  partsIn,
  sha2,
  withAttachments,
} from './multipart.js'
import { asText, path, useRouter } from './router.js'
import { handClock, statement, voiding } from './support.js'

const clock = handClock()
const { used, call, post } = useRouter(20_000, { attachmentLimit: 100_000, clock })
const kept = () => used.database.connection.collection<{ _id: string }>('attachments')
beforeEach(() => kept().deleteMany({}))

const send = (body: Buffer, version: '1.0.3' | '2.0.0' = '1.0.3') => carrying(call('post', path, version), body)

const read = async (query: string) => {
  const answer = await call('get', `${path}?${query}`).buffer().parse(asText).expect(200)
  return partsIn(answer.get('Content-Type') ?? '', answer.body as Buffer)
}

describe('attachments come and go', () => {
  test('with a batch, each once, and byte by byte as they were', async () => {
    const binary = Buffer.concat([randomBytes(50_000), Buffer.from(`\r\n--${boundary}`.slice(0, 10)), randomBytes(9)])
    const sent = [withAttachments(attachment('héllo'), attachment(binary)), withAttachments(attachment('héllo'))]
    const answer = await send(multipart([jsonPart(sent), dataPart('héllo'), dataPart(binary)])).expect(200)
    expect(answer.body).toEqual(sent.map(({ id }) => id))
    const [first, ...others] = await read('attachments=true&ascending=true')
    expect(first?.head).toBe('Content-Type: application/json')
    const result = JSON.parse(first?.data ?? '') as { statements: Statement[]; more: string }
    expect(result.statements.map(({ id }) => id)).toEqual(sent.map(({ id }) => id))
    expect(result.statements[0]?.attachments).toEqual(sent[0]?.attachments)
    expect(others).toHaveLength(2)
    expect(others[0]?.head.split('\r\n')).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: binary',
      `X-Experience-API-Hash: ${sha2('héllo')}`,
      'Content-Length: 6',
    ])
    expect(others.map(({ data }) => Buffer.from(data, 'latin1'))).toEqual([Buffer.from('héllo'), binary])
  })

  test('by PUT, with one statement, without any where they are not asked for, and by HEAD without a body', async () => {
    const sent = withAttachments(attachment('x', { sha2: sha2('x', 'sha512').toUpperCase() }))
    const parts = [jsonPart(sent), dataPart('x', { 'X-Experience-API-Hash': sha2('x', 'sha512') })]
    await carrying(call('put', `${path}?statementId=${sent.id}`), multipart(parts)).expect(204)
    const [first, second] = await read(`statementId=${sent.id}&attachments=true`)
    expect(JSON.parse(first?.data ?? '')).toMatchObject({ id: sent.id })
    expect(second?.data).toBe('x')
    expect((await call('get', `${path}?statementId=${sent.id}`).expect(200)).body.id).toBe(sent.id)
    const head = await call('head', `${path}?statementId=${sent.id}&attachments=true`).expect(200)
    expect(head.get('Content-Type')).toMatch(/^multipart\/mixed; boundary=/)
  })

  test('in a sub-statement', async () => {
    const { actor, verb, object } = statement()
    const inner = { objectType: 'SubStatement', actor, verb, object, attachments: [attachment('inner')] }
    await send(multipart([jsonPart(statement({ object: inner })), dataPart('inner')])).expect(200)
    expect((await read('attachments=true'))[1]?.data).toBe('inner')
  })

  test.each(['1.0.3', '2.0.0'] as const)(
    '%s: multipart without any, or only with files that lie elsewhere',
    async (version) => {
      await send(multipart([jsonPart(statement())]), version).expect(200)
      const elsewhere = attachment('far', { fileUrl: 'http://example.org/far' })
      await send(multipart([jsonPart([withAttachments(elsewhere)])]), version).expect(200)
      await post(withAttachments(elsewhere)).expect(200)
      expect(await read('attachments=true')).toHaveLength(1)
      expect(await kept().countDocuments()).toBe(0)
    },
  )

  test('who only names a SHA-2 does not get the data of others', async () => {
    await send(multipart([jsonPart(withAttachments(attachment('secret'))), dataPart('secret')])).expect(200)
    const curious = withAttachments(attachment('secret', { fileUrl: 'http://example.org/x' }))
    await post(curious).expect(200)
    expect(await read(`statementId=${curious.id}&attachments=true`)).toHaveLength(1)
  })

  test('a voided statement still has its own', async () => {
    const sent = withAttachments(attachment('gone'))
    await send(multipart([jsonPart([sent, voiding(sent.id)]), dataPart('gone')])).expect(200)
    expect((await read(`voidedStatementId=${sent.id}&attachments=true`))[1]?.data).toBe('gone')
  })

  test('whatever the data and however they are cut on the line', async () => {
    const server = used.app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      // What looks like a boundary, or nearly.
      fc
        .array(fc.constantFrom('\r', '\n', '--', boundary.slice(0, 9), boundary.slice(9), 'x'))
        .map((all) => Buffer.from(all.join(''))),
    )
    await fc.assert(
      fc.asyncProperty(data, fc.integer({ min: 1, max: 60 }), async (bytes, step) => {
        fc.pre(
          !bytes.includes(`\r\n--${boundary}`) && !bytes.subarray(0, 30).toString('latin1').startsWith(`--${boundary}`),
        )
        const body = multipart([jsonPart(withAttachments(attachment(bytes))), dataPart(bytes)])
        expect(await answerTo(port, body, step)).toMatch(/^HTTP\/1\.1 200 /)
        expect(await used.lrs.attachments.read(sha2(bytes))).toEqual(bytes)
      }),
      { numRuns: 40 },
    )
    server.close()
    server.closeAllConnections()
  })

  /** Sends a request a few bytes at a time. */
  async function answerTo(port: number, body: Buffer, step: number): Promise<string> {
    const socket = connect(port, '127.0.0.1').setNoDelay()
    socket.write(headOfRequest(path, body.length, used))
    for (let at = 0; at < body.length; at += step) {
      socket.write(body.subarray(at, at + step))
      if (at % 7 === 0) await new Promise(setImmediate)
    }
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    return answer
  }
})

describe('keeping', () => {
  test('the same data are kept once, whoever sends them', async () => {
    for (let round = 0; round < 3; round += 1)
      await send(multipart([jsonPart(withAttachments(attachment('same'))), dataPart('same')])).expect(200)
    const all = [1, 2, 3, 4].map(() =>
      send(multipart([jsonPart(withAttachments(attachment('at once'))), dataPart('at once')])).expect(200),
    )
    await Promise.all(all)
    expect(await kept().countDocuments()).toBe(2)
  })

  test('what no statement rests on is let go of after a day, and nothing else', async () => {
    const stays = withAttachments(attachment('stays'))
    await send(multipart([jsonPart(stays), dataPart('stays')])).expect(200)
    const conflict = { ...stays, verb: { id: 'http://example.org/other' }, attachments: [attachment('refused')] }
    await send(multipart([jsonPart(conflict), dataPart('refused')])).expect(409)
    expect(await used.lrs.attachments.read(sha2('refused'))).toBeDefined()
    clock.move(23 * 3600_000)
    expect(await used.lrs.attachments.sweep()).toBe(0)
    // Sent again shortly before: the day begins anew.
    await send(multipart([jsonPart({ ...conflict, attachments: [attachment('again')] }), dataPart('again')])).expect(
      409,
    )
    clock.move(2 * 3600_000)
    expect(await used.lrs.attachments.sweep()).toBe(1)
    expect(await used.lrs.attachments.read(sha2('refused'))).toBeUndefined()
    expect(await used.lrs.attachments.read(sha2('again'))).toBeDefined()
    clock.move(48 * 3600_000)
    expect(await used.lrs.attachments.sweep()).toBe(1)
    expect((await used.lrs.attachments.read(sha2('stays')))?.toString()).toBe('stays')
  })
})
