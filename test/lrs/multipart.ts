import { createHash } from 'node:crypto'
import type { Test } from 'supertest'
import type { Attachment, Statement } from '../../server/xapi/index.js'
import { statement } from './support.js'

export const boundary = "abcABC0123'()+_,-./:=?"

export const sha2 = (data: Buffer | string, algorithm = 'sha256') => createHash(algorithm).update(data).digest('hex')

/** An attachment whose data come along. */
export const attachment = (data: Buffer | string, changes: Partial<Attachment> = {}): Attachment => ({
  usageType: 'http://example.org/usage',
  display: { en: 'A file' },
  contentType: 'text/plain; charset=utf-8',
  length: Buffer.byteLength(data),
  sha2: sha2(data),
  ...changes,
})

export const withAttachments = (...attachments: Attachment[]): Statement => statement({ attachments })

/** The headers and the data of a part. */
export interface SentPart {
  headers: Record<string, string | undefined>
  data: Buffer | string
}

export const jsonPart = (value: unknown): SentPart => ({
  headers: { 'Content-Type': 'application/json' },
  data: JSON.stringify(value),
})

export const dataPart = (data: Buffer | string, headers: SentPart['headers'] = {}): SentPart => ({
  headers: {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': sha2(data),
    ...headers,
  },
  data,
})

/** A multipart body as it goes over the line. */
export function multipart(parts: SentPart[], end = `--${boundary}--\r\n`): Buffer {
  const pieces = parts.flatMap(({ headers, data }) => {
    const present = Object.entries(headers).filter(([, value]) => value !== undefined)
    const head = present.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return [Buffer.from(`--${boundary}\r\n${head}\r\n`), Buffer.from(data), Buffer.from('\r\n')]
  })
  return Buffer.concat([...pieces, Buffer.from(end)])
}

export const multipartType = `multipart/mixed; boundary="${boundary}"`

/** Puts a multipart body on a request as it is. */
export const carrying = (request: Test, body: Buffer, type = multipartType): Test =>
  request
    .set('Content-Type', type)
    .serialize((value: unknown) => value as string)
    .send(body as unknown as string)

/** A request as it goes over the line, up to its body. */
export const headOfRequest = (path: string, length: number, { key, secret }: { key: string; secret: string }): string =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: x',
    'Connection: close',
    `Authorization: Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'X-Experience-API-Version: 2.0.0',
    `Content-Type: ${multipartType}`,
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n')

/** Takes an answer apart. */
export function partsIn(contentType: string, body: Buffer): { head: string; data: string }[] {
  const mark = /boundary=(.+)$/.exec(contentType)?.[1] ?? ''
  const [preamble, ...rest] = `\r\n${body.toString('latin1')}`.split(`\r\n--${mark}`)
  if (preamble !== '' || rest.at(-1)?.trim() !== '--') throw new Error('not a multipart body')
  return rest.slice(0, -1).map((part) => {
    const [head = '', ...data] = part.split('\r\n\r\n')
    return { head: head.trim(), data: data.join('\r\n\r\n') }
  })
}
