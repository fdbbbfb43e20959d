import { randomBytes } from 'node:crypto'

/** The data of an attachment, which several statements may share. */
export interface AttachmentData {
  sha2: string
  contentType: string
  content: Buffer
}

/**
 * Statements with the data of their attachments (Communication 1.5.2): the JSON first, then each datum once. tincanjs
 * has such a body, too, but leaves out the line break before every boundary behind the second attachment.
 */
export function multipart(json: string, data: AttachmentData[]): { contentType: string; body: Buffer } {
  const boundary = randomBytes(24).toString('hex')
  const part = (headers: Record<string, string>, content: Buffer) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return [Buffer.from(`--${boundary}\r\n${lines.join('')}\r\n`), content, Buffer.from('\r\n')]
  }
  const parts = data.flatMap(({ sha2, contentType, content }) =>
    part(
      { 'Content-Type': contentType, 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha2 },
      content,
    ),
  )
  const first = part({ 'Content-Type': 'application/json' }, Buffer.from(json))
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    body: Buffer.concat([...first, ...parts, Buffer.from(`--${boundary}--\r\n`)]),
  }
}
