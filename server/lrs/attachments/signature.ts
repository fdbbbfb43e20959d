import { compactVerify, decodeProtectedHeader, importX509 } from 'jose'
import { readJson, sameStatement, type SentStatement, type Statement } from '../../xapi/index.js'

/** The usage of an attachment that signs its statement (xAPI 1.0.3 Data 2.6; IEEE 9274.1.1 4.2.6). */
export const signatureUsage = 'http://adlnet.gov/expapi/attachments/signature'

/** The content type that such an attachment must have. */
export const signatureType = 'application/octet-stream'

const algorithms = ['RS256', 'RS384', 'RS512']

/**
 * Checks a statement's signature: a JWS in compact serialization, by one of three algorithms, whose payload is the
 * statement as it was before it was signed. Where the header brings a certificate, the signature is verified with it.
 * Whether that certificate is to be trusted, is not for a record store to say.
 * @returns what is wrong; undefined: nothing
 */
export async function signatureFault(data: Buffer, statement: SentStatement): Promise<string | undefined> {
  const jws = data.toString('latin1').trim()
  const header = headerOf(jws)
  if (!header) return 'not a JSON web signature in compact serialization'
  if (!algorithms.includes(header.alg ?? '')) return `not signed with one of ${algorithms.join(', ')}`
  const signed = payloadOf(jws)
  if (!signed) return 'a signature whose payload is not the JSON of a statement'
  if (!isOriginal(signed, statement)) return 'the signature of another statement'
  const [certificate] = header.x5c ?? []
  if (certificate !== undefined && !(await isVerified(jws, header.alg ?? '', certificate)))
    return 'a signature that its certificate does not verify'
  return undefined
}

function headerOf(jws: string): { alg?: string; x5c?: string[] } | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jws)) return undefined
  try {
    const { alg, x5c } = decodeProtectedHeader(jws)
    if (x5c !== undefined && !(Array.isArray(x5c) && x5c.every((one) => typeof one === 'string'))) return undefined
    return { ...(typeof alg === 'string' && { alg }), ...(x5c && { x5c }) }
  } catch {
    return undefined
  }
}

function payloadOf(jws: string): Statement | undefined {
  const read = readJson(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))
  if ('faults' in read || typeof read.value !== 'object' || read.value === null) return undefined
  return read.value as Statement
}

/** Attachments are no part of what is compared, so the signature itself is not. */
function isOriginal(signed: Statement, statement: SentStatement): boolean {
  const { id } = statement
  if (signed.id !== undefined && String(signed.id).toLowerCase() !== id?.toLowerCase()) return false
  return sameStatement(signed, statement as Statement)
}

async function isVerified(jws: string, algorithm: string, certificate: string): Promise<boolean> {
  try {
    const key = await importX509(asPem(certificate), algorithm)
    await compactVerify(jws, key, { algorithms })
    return true
  } catch {
    return false
  }
}

const asPem = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`
