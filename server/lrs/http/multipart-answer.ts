import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { randomId } from '../../base/ids.js'
import type { Statement } from '../../xapi/index.js'
import { attachmentsOf } from '../attachments/declared.js'
import type { Attachments } from '../attachments/store.js'
import type { KeptStatement } from '../statements/store.js'

/**
 * Sends JSON, and behind it the data that came with its statements, each once (xAPI 1.0.3 Communication 1.5.2;
 * IEEE 9274.1.1 4.1.3). One attachment at a time is in memory.
 */
export async function sendWithAttachments(
  request: Request,
  response: Response,
  answer: { json: string; documents: KeptStatement[]; attachments: Pick<Attachments, 'read'> },
): Promise<void> {
  const boundary = randomId()
  response.statusCode = 200
  response.setHeader('Content-Type', `multipart/mixed; boundary=${boundary}`)
  if (request.method === 'HEAD') return void response.end()
  await pipeline(Readable.from(parts(boundary, answer), { objectMode: false }), response)
}

async function* parts(
  boundary: string,
  {
    json,
    documents,
    attachments,
  }: { json: string; documents: KeptStatement[]; attachments: Pick<Attachments, 'read'> },
): AsyncGenerator<string | Buffer> {
  yield `--${boundary}\r\nContent-Type: application/json\r\n\r\n${json}\r\n`
  for (const [sha2, contentType] of receivedWith(documents)) {
    const data = await attachments.read(sha2)
    if (!data) continue
    const head = { 'Content-Type': contentType, 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha2 }
    const lines = Object.entries({ ...head, 'Content-Length': data.length }).map(([name, value]) => `${name}: ${value}`)
    yield `--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n`
    yield data
    yield '\r\n'
  }
  yield `--${boundary}--\r\n`
}

/** The SHA-2 of all data that came with these statements, as they name it, and of what type they are. */
function receivedWith(documents: KeptStatement[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { text, attachments } of documents) {
    if (!attachments) continue
    const declared = attachmentsOf(JSON.parse(text) as Statement).map(({ attachment }) => attachment)
    for (const { sha2, contentType } of declared)
      if (attachments.includes(sha2.toLowerCase())) found.set(sha2, contentType)
  }
  return found
}
