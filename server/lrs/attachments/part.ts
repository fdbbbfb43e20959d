import { LrsError } from '../errors.js'
import type { Declared } from './declared.js'

/** A part of a multipart body. */
export interface Part {
  /** Where it stands, such as `parts[1]`. */
  path: string
  /** By their names in lower case. */
  headers: ReadonlyMap<string, string>
  /** @throws LrsError 413 where it is larger than so many bytes, as soon as that is known */
  read(limit: number): Promise<Buffer>
}

/** What a part names as the SHA-2 of its data, in lower case. @throws LrsError 400 */
export function sha2In(part: Part, clause: string): string {
  const sha2 = part.headers.get('x-experience-api-hash')
  if (sha2 === undefined) throw partFault(part, 'X-Experience-API-Hash', 'missing', clause)
  return sha2.toLowerCase()
}

/**
 * Checks what else stands above an attachment's data against what its statement says of it.
 * @param meant the attachments that it may be: all of one SHA-2
 * @throws LrsError 400
 */
export function checkHead(part: Part, meant: Declared[], clause: string): void {
  const encoding = part.headers.get('content-transfer-encoding') ?? 'binary'
  if (encoding.toLowerCase() !== 'binary') throw partFault(part, 'Content-Transfer-Encoding', 'not binary', clause)
  const type = part.headers.get('content-type')
  if (type !== undefined && !meant.some(({ attachment }) => essence(attachment.contentType) === essence(type)))
    throw partFault(part, 'Content-Type', 'not the contentType of its attachment', clause)
}

/**
 * Where a part says its length, it is that of its data and the one in the statement. Where it does not, data and
 * statement are matched by their SHA-2 and in no other way (xAPI 1.0.3 Communication 1.5.2; IEEE 9274.1.1 4.1.3).
 * @throws LrsError 400
 */
export function checkLength(part: Part, data: Buffer, meant: Declared[], clause: string): void {
  const told = part.headers.get('content-length')
  if (told === undefined) return
  const { length } = data
  if (Number(told) !== length || !meant.some(({ attachment }) => attachment.length === length))
    throw partFault(
      part,
      'Content-Length',
      `not the ${length} octets that came, or not the attachment's length`,
      clause,
    )
}

/** A media type without its parameters. */
export const essence = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? ''

/** @param header the one that is at fault; empty: the part as a whole */
export function partFault({ path: part }: Pick<Part, 'path'>, header: string, rule: string, clause: string): LrsError {
  const path = header === '' ? part : `${part}.${header}`
  return new LrsError(400, 'multipart', `${path}: ${rule} (${clause})`, [{ path, rule, clause }])
}
