import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { signatureType, signatureUsage } from '../../server/lrs/attachments/signature.js'
import type { Statement } from '../../server/xapi/index.js'
import { attachment, dataPart, jsonPart, multipart } from './multipart.js'

export const rsaKeys = (): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A statement's signature, as clients make it. */
export const signatureOf = (
  statement: unknown,
  key: KeyObject | Uint8Array,
  header: { alg?: string; x5c?: string[] } = {},
): Promise<string> =>
  new CompactSign(Buffer.from(typeof statement === 'string' ? statement : JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(key)

/** A statement with its signature as a multipart body. */
export function signedBody(statement: Statement, jws: string, contentType = signatureType): Buffer {
  const signature = attachment(jws, { usageType: signatureUsage, contentType })
  const signed = { ...statement, attachments: [...(statement.attachments ?? []), signature] }
  return multipart([jsonPart(signed), dataPart(jws, { 'Content-Type': contentType })])
}

/** A certificate that its own key signed, in base64: what `x5c` holds (X.509, in DER). */
export function selfSigned({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): string {
  const algorithm = der(0x30, Buffer.from('06092a864886f70d01010b0500', 'hex'))
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('A test')))))
  const validity = der(0x30, ...['200101000000Z', '490101000000Z'].map((moment) => der(0x17, Buffer.from(moment))))
  const version = der(0xa0, Buffer.from('020102', 'hex'))
  const serial = Buffer.from('020101', 'hex')
  const holder = publicKey.export({ type: 'spki', format: 'der' })
  const content = der(0x30, version, serial, algorithm, name, validity, name, holder)
  const signature = createSign('sha256').update(content).sign(privateKey)
  return der(0x30, content, algorithm, der(0x03, Buffer.from([0]), signature)).toString('base64')
}

/** A value of ASN.1. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
