import { signatureUsage } from '../../server/lrs/attachments/signature.js'
import { attachment, carrying, dataPart, jsonPart, multipart, partsIn, withAttachments } from './multipart.js'
import { asText, path, useRouter } from './router.js'
import { rsaKeys, selfSigned, signatureOf, signedBody } from './signing.js'
import { statement } from './support.js'

const { call, post } = useRouter()
const keys = rsaKeys()
const send = (body: Buffer, version: '1.0.3' | '2.0.0' = '1.0.3') => carrying(call('post', path, version), body)

describe('signed statements (xAPI 1.0.3 Data 2.6; IEEE 9274.1.1 4.2.6)', () => {
  test.each(['RS256', 'RS384', 'RS512'])('%s is verified, kept, and sent as it came', async (alg) => {
    const sent = statement()
    const jws = await signatureOf(sent, keys.privateKey, { alg, x5c: [selfSigned(keys)] })
    await send(signedBody(sent, jws)).expect(200)
    const answer = await call('get', `${path}?statementId=${sent.id}&attachments=true`).buffer().parse(asText)
    expect(partsIn(answer.get('Content-Type') ?? '', answer.body as Buffer)[1]?.data).toBe(jws)
  })

  test('a header without certificate is enough: then only the statement is compared', async () => {
    const sent = statement()
    await send(signedBody(sent, await signatureOf(sent, keys.privateKey)), '2.0.0').expect(200)
  })

  test('what statements are compared without may differ', async () => {
    const sent = statement({ timestamp: '2026-11-20T09:30:00+02:00', result: { duration: 'PT0.121S' } })
    const signed = {
      ...sent,
      timestamp: '2026-11-20T07:30:00Z',
      verb: { id: sent.verb.id, display: { es: 'otra' } },
      result: { duration: 'PT0.129S' },
    }
    await send(signedBody(sent, await signatureOf(signed, keys.privateKey)), '2.0.0').expect(200)
  })

  test('beside another attachment', async () => {
    const sent = withAttachments(attachment('other'))
    const jws = await signatureOf(sent, keys.privateKey)
    const body = signedBody(sent, jws)
    const both = Buffer.concat([body.subarray(0, body.lastIndexOf('--abc')), multipart([dataPart('other')])])
    await send(both).expect(200)
  })

  const sent = statement()
  test.each<[string, () => Promise<string>, RegExp]>([
    ['no JWS', async () => 'not.a.jws', /JSON web signature/],
    ['a JWS in JSON serialization', async () => JSON.stringify({ payload: '', signatures: [] }), /compact/],
    ['another algorithm', () => signatureOf(sent, Buffer.alloc(32, 1), { alg: 'HS256' }), /RS256, RS384, RS512/],
    ['a padded one of RSA', () => signatureOf(sent, keys.privateKey, { alg: 'PS256' }), /RS256, RS384, RS512/],
    [
      'another statement',
      () => signatureOf({ ...sent, verb: { id: 'http://a.b/c' } }, keys.privateKey),
      /another statement/,
    ],
    ['another id', () => signatureOf({ ...sent, id: statement().id }, keys.privateKey), /another statement/],
    ['no JSON', () => signatureOf('{"id":', keys.privateKey), /payload/],
    ['JSON that is no statement', () => signatureOf('[1]', keys.privateKey), /another statement/],
    ['null', () => signatureOf('null', keys.privateKey), /payload/],
    [
      'a certificate of another key',
      () => signatureOf(sent, keys.privateKey, { x5c: [selfSigned(rsaKeys())] }),
      /certificate/,
    ],
    ['a certificate that is none', () => signatureOf(sent, keys.privateKey, { x5c: ['bm9uZQ=='] }), /certificate/],
  ])('a signature that is or signs %s is refused', async (_what, jws, rule) => {
    const { body } = await send(signedBody(sent, await jws())).expect(400)
    expect(body.faults).toMatchObject([
      { path: 'attachments[0]', rule: expect.stringMatching(rule), clause: 'xAPI 1.0.3 Data 2.6' },
    ])
    expect((await call('get')).body.statements).toEqual([])
  })

  test('of another type, or without its data, even where a file lies elsewhere', async () => {
    const jws = await signatureOf(sent, keys.privateKey)
    const typed = await send(signedBody(sent, jws, 'text/plain')).expect(400)
    expect(typed.body.faults).toMatchObject([{ path: 'attachments[0].contentType' }])
    const elsewhere = attachment(jws, {
      usageType: signatureUsage,
      contentType: 'application/octet-stream',
      fileUrl: 'http://example.org/jws',
    })
    for (const answer of [
      await post([withAttachments(elsewhere)]),
      await send(multipart([jsonPart([withAttachments(elsewhere)])])),
    ])
      expect(answer.body.faults).toMatchObject([
        { path: 'statements[0].attachments[0]', clause: 'xAPI 1.0.3 Data 2.6' },
      ])
  })
})
