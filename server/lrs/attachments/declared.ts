import { createHash } from 'node:crypto'
import type { Attachment, SentStatement } from '../../xapi/index.js'

/** What a statement, or its sub-statement, tells of one attachment. */
export interface Declared {
  /** Where it stands in the statement. */
  path: string
  attachment: Attachment
}

/** All attachments that a statement declares; mostly none. */
export function attachmentsOf({ attachments, object }: SentStatement): Declared[] {
  const inner = object.objectType === 'SubStatement' ? (object as unknown as SentStatement).attachments : undefined
  if (!attachments && !inner) return []
  return [...at('attachments', attachments), ...at('object.attachments', inner)]
}

const at = (path: string, attachments: Attachment[] = []): Declared[] =>
  attachments.map((attachment, index) => ({ path: `${path}[${index}]`, attachment }))

const algorithms: Record<number, string> = { 56: 'sha224', 64: 'sha256', 96: 'sha384', 128: 'sha512' }

/** The SHA-2 of data, in lower case, of the same kind as another one; a text of no SHA-2's length equals none. */
export function sha2Like(other: string, data: Buffer): string | undefined {
  const algorithm = algorithms[other.length]
  return algorithm && createHash(algorithm).update(data).digest('hex')
}
