import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import {
  attachment,
  boundary,
  carrying,
  dataPart,
  headOfRequest,
  jsonPart,
  multipart,
  multipartType,
  sha2,
  withAttachments,
} from './multipart.js'
import { path, useRouter } from './router.js'
import { statement } from './support.js'

const { used, call } = useRouter(20_000, { attachmentLimit: 100_000 })
const kept = () => used.database.connection.collection('attachments')
beforeEach(() => kept().deleteMany({}))

const send = (body: Buffer, type = multipartType) => carrying(call('post'), body, type)

describe('what does not fit together is refused, with path and clause, and stores no statement', () => {
  const sent = withAttachments(attachment('data'))
  const clause = 'xAPI 1.0.3 Communication 1.5.2'
  afterEach(async () => expect((await call('get')).body.statements).toEqual([]))

  test.each([
    ['data that did not come', [jsonPart([sent])], 'statements[0].attachments[0].fileUrl', 'xAPI 1.0.3 Data 2.4.11'],
    [
      'data that nobody declared',
      [jsonPart(sent), dataPart('data'), dataPart('more')],
      'parts[2].X-Experience-API-Hash',
      clause,
    ],
    ['other data', [jsonPart(sent), dataPart('tada', { 'X-Experience-API-Hash': sha2('data') })], 'parts[1]', clause],
    [
      'no hash',
      [jsonPart(sent), dataPart('data', { 'X-Experience-API-Hash': undefined })],
      'parts[1].X-Experience-API-Hash',
      clause,
    ],
    [
      'another encoding',
      [jsonPart(sent), dataPart('data', { 'Content-Transfer-Encoding': 'base64' })],
      'parts[1].Content-Transfer-Encoding',
      clause,
    ],
    [
      'another type',
      [jsonPart(sent), dataPart('data', { 'Content-Type': 'image/png' })],
      'parts[1].Content-Type',
      clause,
    ],
    [
      'another length',
      [jsonPart(sent), dataPart('data', { 'Content-Length': '5' })],
      'parts[1].Content-Length',
      clause,
    ],
    [
      "a length that is not the attachment's",
      [jsonPart(withAttachments(attachment('data', { length: 5 }))), dataPart('data', { 'Content-Length': '4' })],
      'parts[1].Content-Length',
      clause,
    ],
    ['statements of another type', [dataPart('data')], 'parts[0].Content-Type', clause],
    ['statements in two parts', [jsonPart(sent), jsonPart(sent)], 'parts[1].X-Experience-API-Hash', clause],
    ['a faulty statement', [jsonPart({ ...sent, actor: {} }), dataPart('data')], 'actor', 'xAPI 1.0.3 Data 2.4.2.3'],
    ['no statement', [jsonPart({}), dataPart('data')], 'actor', 'xAPI 1.0.3 Data 2.4'],
    [
      'too many',
      [
        jsonPart(
          withAttachments(...Array<ReturnType<typeof attachment>>(101).fill({ ...attachment(''), sha2: sha2('') })),
        ),
      ],
      'attachments',
      "this server's limit",
    ],
  ])('%s', async (_what, parts, faultPath, of) => {
    const { body } = await send(multipart(parts)).expect(400)
    expect(body.faults[0]).toMatchObject({ path: faultPath, clause: of })
    expect(body.message).toContain(of)
  })

  test.each([
    ['a boundary that is another', multipart([jsonPart(sent), dataPart('data')]), 'multipart/mixed; boundary=other'],
    ['no boundary', multipart([jsonPart(sent)]), 'multipart/mixed'],
    ['an empty boundary', multipart([jsonPart(sent)]), 'multipart/mixed; boundary=""'],
    ['a body that ends early', multipart([jsonPart(sent), dataPart('data')], ''), multipartType],
    ['a body that ends within the statements', multipart([jsonPart(sent)]).subarray(0, 90), multipartType],
    ['a body without parts', Buffer.from(`--${boundary}--\r\n`), multipartType],
    ['no body', Buffer.alloc(0), multipartType],
    ['a part without a head', Buffer.from(`--${boundary}\r\n\r\n{}\r\n--${boundary}--`), multipartType],
    [
      'a head that never ends',
      Buffer.from(`--${boundary}\r\nX: ${'y'.repeat(50_000)}\r\n--${boundary}--`),
      multipartType,
    ],
    ['noise', randomBytes(3000), multipartType],
  ])('%s', async (_what, body, contentType) => {
    expect((await send(body, contentType).expect(400)).body.code).toBe('multipart')
  })

  test('an attachment, or statements, that are too large; a body that is compressed', async () => {
    const large = 'x'.repeat(100_001)
    const tooLarge = multipart([jsonPart(withAttachments(attachment(large))), dataPart(large)])
    expect((await send(tooLarge).expect(413)).body.code).toBe('too-large')
    await send(multipart([jsonPart(statement({ result: { response: large } }))])).expect(413)
    await send(multipart([jsonPart(sent)]))
      .set('Content-Encoding', 'gzip')
      .expect(415)
    expect(await kept().countDocuments()).toBe(0)
  })

  test('a sender who goes away in the middle', async () => {
    const server = used.app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const body = multipart([jsonPart(sent), dataPart('data')])
    for (const cut of [20, 120, body.length - 30, body.length - 3]) {
      const socket = connect(port, '127.0.0.1')
      socket.write(headOfRequest(path, body.length, used))
      socket.write(body.subarray(0, cut))
      await new Promise((resolve) => setTimeout(resolve, 100))
      socket.destroy()
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await call('get')).status).toBe(200)
    server.close()
  })
})
