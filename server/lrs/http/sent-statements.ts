import type { Request } from 'express'
import { moved, validateStatement, type SentStatement, type StatementFault } from '../../xapi/index.js'
import { essence, partFault, type Part } from '../attachments/part.js'
import { receiveAttachments, refuseWithoutData, type Batch } from '../attachments/receive.js'
import type { Attachments } from '../attachments/store.js'
import { InvalidStatement, LrsError } from '../errors.js'
import { boundaryOf, isMultipart, jsonIn } from './body.js'
import { clausesOf } from './clauses.js'
import { partsOf } from './multipart.js'
import { versionOf } from './version.js'

/** The statements of a request, valid, and the SHA-2 of the data that came with them. */
export interface Sent {
  statements: SentStatement[]
  received: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()

/** What takes in bodies. */
export interface Reception {
  attachments: Pick<Attachments, 'put'>
  /** The largest body of a request without the data of attachments, and the largest attachment, in bytes. */
  bodyLimit: number
  attachmentLimit: number
}

/**
 * Reads the statements of a request, whichever way they came; their attachments are durable when this resolves.
 * @param batchIn makes of the JSON what the method takes: one statement or several
 * @throws InvalidStatement, LrsError 400, 413
 */
export async function sentStatements(
  request: Request,
  uses: Reception,
  batchIn: (body: unknown) => Batch,
): Promise<Sent> {
  if (isMultipart(request)) return fromParts(request, uses, batchIn)
  const batch = batchIn(jsonIn(request))
  refuseWithoutData(batch, versionOf(request))
  return { statements: batch.statements, received: nothing }
}

async function fromParts(request: Request, uses: Reception, batchIn: (body: unknown) => Batch): Promise<Sent> {
  const clause = clausesOf(request).multipart
  if (request.get('Content-Encoding') !== undefined)
    throw new LrsError(415, 'encoding', 'a multipart body is taken as it is only, without Content-Encoding')
  const parts = partsOf(request, boundaryOf(request), clause)
  try {
    const first = await parts.next()
    if (first.done === true) throw new LrsError(400, 'multipart', `a multipart body without parts (${clause})`)
    const batch = batchIn(jsonIn(request, await jsonPart(first.value, uses.bodyLimit, clause)))
    const received = await receiveAttachments(batch, parts, {
      attachments: uses.attachments,
      limit: uses.attachmentLimit,
      version: versionOf(request),
      multipartClause: clause,
    })
    return { statements: batch.statements, received }
  } finally {
    await parts.return(undefined)
  }
}

function jsonPart(part: Part, limit: number, clause: string): Promise<Buffer> {
  if (essence(part.headers.get('content-type') ?? '') === 'application/json') return part.read(limit)
  throw partFault(part, 'Content-Type', 'the first part must be application/json', clause)
}

/** One statement, as PUT takes it. @throws InvalidStatement */
export function oneStatement(request: Request, body: unknown): SentStatement {
  const result = validateStatement(body, versionOf(request))
  if ('faults' in result) throw new InvalidStatement(result.faults)
  return result.statement
}

/** One statement or a list, as POST takes them. @throws InvalidStatement with the faults of all */
export function oneOrMore(request: Request, body: unknown): Batch {
  if (!Array.isArray(body)) return { statements: [oneStatement(request, body)], pathOf: () => '' }
  const version = versionOf(request)
  const pathOf = (index: number) => `statements[${index}]`
  const faults: StatementFault[] = []
  const statements = body.flatMap((one: unknown, index) => {
    const result = validateStatement(one, version)
    if ('statement' in result) return result.statement
    faults.push(...result.faults.map((fault) => moved(fault, pathOf(index))))
    return []
  })
  faults.push(...(faults.length > 0 ? [] : sameIds(statements, clausesOf(request).post)))
  if (faults.length > 0) throw new InvalidStatement(faults.slice(0, 100))
  return { statements, pathOf }
}

/** A batch in which two statements have one id is refused. */
function sameIds(statements: SentStatement[], clause: string): StatementFault[] {
  const seen = new Set<string>()
  return statements.flatMap(({ id }, index) => {
    const key = id?.toLowerCase()
    if (key === undefined) return []
    if (seen.has(key))
      return [{ path: `statements[${index}].id`, rule: 'the id of another statement of this request', clause }]
    seen.add(key)
    return []
  })
}
