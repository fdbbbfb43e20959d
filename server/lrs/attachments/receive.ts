import { editions, moved, type SentStatement, type StatementFault, type XapiVersion } from '../../xapi/index.js'
import { InvalidStatement, LrsError } from '../errors.js'
import { attachmentsOf, sha2Like, type Declared } from './declared.js'
import { signatureFault, signatureType, signatureUsage } from './signature.js'
import type { Attachments } from './store.js'

/** A part of a multipart body. */
export interface Part {
  /** Where it stands, such as `parts[1]`. */
  path: string
  /** By their names in lower case. */
  headers: ReadonlyMap<string, string>
  /** @throws LrsError 413 where it is larger than so many bytes, as soon as that is known */
  read(limit: number): Promise<Buffer>
}

/** The statements of a request, and how each is called in a fault. */
export interface Batch {
  statements: SentStatement[]
  /** The path of the statement at a place in the list; empty for one that was sent alone. */
  pathOf: (index: number) => string
}

/** A declared attachment with the statement that it belongs to. */
type Expected = Declared & { statement: SentStatement }

/** Where the rules about attachments stand. */
interface Clauses {
  attachments: string
  signature: string
  multipart: string
}

/**
 * Takes in the data of a batch's attachments, one part after the other: each is checked and durable before the next is
 * read, so that no more than one is in memory.
 * @returns the SHA-2 of all that came, in lower case
 * @throws InvalidStatement, LrsError 400, 413
 */
export async function receiveAttachments(
  batch: Batch,
  parts: AsyncIterable<Part>,
  uses: { attachments: Pick<Attachments, 'put'>; limit: number; version: XapiVersion; multipartClause: string },
): Promise<ReadonlySet<string>> {
  const clauses = { ...editions[uses.version].clauses, multipart: uses.multipartClause }
  const expected = expectedIn(batch)
  refuse(typeFaults(expected, clauses))
  const received = new Set<string>()
  for await (const part of parts) {
    const sha2 = hashOf(part, expected, clauses)
    const data = await part.read(uses.limit)
    const awaiting = expected.filter(({ attachment }) => attachment.sha2.toLowerCase() === sha2)
    if (sha2Like(sha2, data) !== sha2) throw partFault(part, 'data whose SHA-2 is another one', clauses)
    refuse(await dataFaults(data, awaiting, clauses))
    if (!received.has(sha2)) await uses.attachments.put(sha2, data)
    received.add(sha2)
  }
  refuse(missing(expected, received, clauses))
  return received
}

/** Refuses a batch that came without the data of its attachments, where any of them can only come so. */
export function refuseWithoutData(batch: Batch, version: XapiVersion): void {
  const expected = expectedIn(batch)
  if (expected.length > 0) refuse(missing(expected, new Set(), editions[version].clauses))
}

function expectedIn({ statements, pathOf }: Batch): Expected[] {
  const under = (path: string, index: number) => moved({ path, rule: '', clause: '' }, pathOf(index)).path
  return statements.flatMap((statement, index) =>
    attachmentsOf(statement).map(({ path, attachment }) => ({ path: under(path, index), attachment, statement })),
  )
}

const isSignature = ({ attachment }: Declared) => attachment.usageType === signatureUsage

const typeFaults = (expected: Expected[], { signature: clause }: Clauses): StatementFault[] =>
  expected
    .filter((one) => isSignature(one) && essence(one.attachment.contentType) !== signatureType)
    .map(({ path }) => ({ path: `${path}.contentType`, rule: `a signature must be ${signatureType}`, clause }))

/** The SHA-2 that a part's head names, when everything else in the head is right. */
function hashOf(part: Part, expected: Expected[], clauses: Clauses): string {
  const header = (name: string) => part.headers.get(name.toLowerCase())
  const wrong = (name: string, rule: string) => partFault({ path: `${part.path}.${name}` }, rule, clauses)
  const sha2 = header('X-Experience-API-Hash')?.toLowerCase()
  if (sha2 === undefined) throw wrong('X-Experience-API-Hash', 'missing')
  const awaiting = expected.filter(({ attachment }) => attachment.sha2.toLowerCase() === sha2)
  if (awaiting.length === 0) throw wrong('X-Experience-API-Hash', 'not the sha2 of an attachment of these statements')
  if ((header('Content-Transfer-Encoding') ?? 'binary').toLowerCase() !== 'binary')
    throw wrong('Content-Transfer-Encoding', 'not binary')
  const type = header('Content-Type')
  if (type !== undefined && !awaiting.some(({ attachment }) => essence(attachment.contentType) === essence(type)))
    throw wrong('Content-Type', 'not the contentType of its attachment')
  return sha2
}

const essence = (type: string) => type.split(';')[0]?.trim().toLowerCase()

async function dataFaults(data: Buffer, awaiting: Expected[], clauses: Clauses): Promise<StatementFault[]> {
  const faults = awaiting
    .filter(({ attachment }) => attachment.length !== data.length)
    .map(({ path }) => ({
      path: `${path}.length`,
      rule: `not the ${data.length} octets that came`,
      clause: clauses.attachments,
    }))
  for (const { path, statement } of awaiting.filter(isSignature)) {
    const rule = await signatureFault(data, statement)
    if (rule !== undefined) faults.push({ path, rule, clause: clauses.signature })
  }
  return faults
}

/** A file that lies elsewhere need not come; a signature must. */
const missing = (
  expected: Expected[],
  received: ReadonlySet<string>,
  clauses: Pick<Clauses, 'attachments' | 'signature'>,
): StatementFault[] =>
  expected
    .filter(({ attachment }) => !received.has(attachment.sha2.toLowerCase()))
    .filter((one) => isSignature(one) || one.attachment.fileUrl === undefined)
    .map((one) =>
      isSignature(one)
        ? { path: one.path, rule: 'a signature whose data did not come', clause: clauses.signature }
        : { path: `${one.path}.fileUrl`, rule: 'missing, and its data did not come', clause: clauses.attachments },
    )

function refuse(faults: StatementFault[]): void {
  if (faults.length > 0) throw new InvalidStatement(faults.slice(0, 100))
}

const partFault = ({ path }: Pick<Part, 'path'>, rule: string, { multipart: clause }: Clauses) =>
  new LrsError(400, 'multipart', `${path}: ${rule} (${clause})`, [{ path, rule, clause }])
