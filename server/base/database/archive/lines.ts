import { BSON } from 'mongodb'

const { EJSON } = BSON

/** Numbers keep their kind (32 and 64 bits, double, decimal), which JavaScript's numbers do not tell apart. */
const exact = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const

/** A line of this form holds a document that Extended JSON cannot say, such as one with a field named `$date`. */
const rawField = '$bson'

/** One document as a line of Extended JSON, checked to give the same document when it is read. */
export function toLine(bson: Uint8Array): string {
  const document = BSON.deserialize(bson, exact)
  if (!(rawField in document)) {
    const line = EJSON.stringify(document, { relaxed: false })
    if (isSame(line, bson)) return line
  }
  return JSON.stringify({ [rawField]: Buffer.from(bson).toString('base64') })
}

function isSame(line: string, bson: Uint8Array): boolean {
  try {
    return Buffer.compare(BSON.serialize(EJSON.parse(line, { relaxed: false }) as BSON.Document), bson) === 0
  } catch {
    return false
  }
}

/** The document of a line, with the kinds of its numbers kept. */
export function fromLine(line: string): BSON.Document {
  const parsed = EJSON.parse(line, { relaxed: false }) as BSON.Document
  const raw: unknown = parsed[rawField]
  return typeof raw === 'string' ? BSON.deserialize(Buffer.from(raw, 'base64'), exact) : parsed
}
