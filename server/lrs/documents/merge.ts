import { readJson } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import type { KeptDocument } from './model.js'

type Content = Pick<KeptDocument, 'contentType' | 'contents'>

const clause = 'Communication 2.2'

export const isJson = (contentType: string): boolean => /^application\/json\s*(?:;|$)/i.test(contentType)

/**
 * What a POST makes of the document that is there: top-level properties are set, the others stay (Communication 2.2,
 * JSON Procedure). Where there is none, what is posted becomes the document, byte for byte.
 * @throws LrsError 400 where one of them is not a JSON object
 */
export function merged(existing: Content | undefined, posted: Content): Content {
  if (!existing) {
    if (isJson(posted.contentType)) objectIn(posted, 'the posted document')
    return posted
  }
  const before = objectIn(existing, 'the document that is there')
  const after = { ...before, ...objectIn(posted, 'the posted document') }
  return { contentType: posted.contentType, contents: Buffer.from(JSON.stringify(after)) }
}

function objectIn({ contentType, contents }: Content, which: string): object {
  if (!isJson(contentType)) throw refused(`${which} is not application/json, and only JSON can be merged`)
  const read = readJson(textIn(contents, which))
  if ('faults' in read) throw new LrsError(400, 'merge', `${which} cannot be read as JSON`, read.faults)
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused(`${which} is not a JSON object`)
  return value
}

function textIn(contents: Buffer, which: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(contents)
  } catch {
    throw refused(`${which} is not UTF-8`)
  }
}

const refused = (rule: string) => new LrsError(400, 'merge', `${rule} (${clause})`, [{ path: '', rule, clause }])
