import { editions, moved, type SentStatement, type StatementFault, type XapiVersion } from '../../xapi/index.js'
import { InvalidStatement } from '../errors.js'
import { attachmentsOf, sha2Like, type Declared } from './declared.js'
import { checkHead, checkLength, essence, partFault, sha2In, type Part } from './part.js'
import { signatureFault, signatureType, signatureUsage } from './signature.js'
import type { Attachments } from './store.js'

/** The statements of a request, and how each is called in a fault. */
export interface Batch {
  statements: SentStatement[]
  /** The path of the statement at a place in the list; empty for one that was sent alone. */
  pathOf: (index: number) => string
}

/** So many attachments a statement may have. */
const mostAttachments = 100

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
  const { multipartClause: clause, version } = uses
  const expected = expectedIn(batch, version)
  const bySha2 = groupedBySha2(expected)
  const received = new Set<string>()
  for await (const part of parts) {
    const sha2 = sha2In(part, clause)
    const meant = bySha2.get(sha2)
    if (!meant)
      throw partFault(part, 'X-Experience-API-Hash', 'not the sha2 of an attachment of these statements', clause)
    checkHead(part, meant, clause)
    const data = await part.read(uses.limit)
    if (sha2Like(sha2, data) !== sha2) throw partFault(part, '', 'data whose SHA-2 is another one', clause)
    checkLength(part, data, meant, clause)
    refuse(await signatureFaults(data, meant, version))
    if (!received.has(sha2)) await uses.attachments.put(sha2, data)
    received.add(sha2)
  }
  refuse(missing(expected, received, version))
  return received
}

/** Refuses a batch that came without the data of its attachments, where any of them can only come so. */
export function refuseWithoutData(batch: Batch, version: XapiVersion): void {
  const expected = expectedIn(batch, version)
  if (expected.length > 0) refuse(missing(expected, new Set(), version))
}

/** A declared attachment with the statement that it belongs to. */
type Expected = Declared & { statement: SentStatement }

/** Every attachment that a batch declares. @throws InvalidStatement where a statement cannot have them */
function expectedIn({ statements, pathOf }: Batch, version: XapiVersion): Expected[] {
  const expected: Expected[] = []
  const faults: StatementFault[] = []
  for (const [index, statement] of statements.entries()) {
    const declared = attachmentsOf(statement)
    if (declared.length === 0) continue
    const here = (fault: StatementFault) => moved(fault, pathOf(index))
    if (declared.length > mostAttachments)
      faults.push(here({ path: 'attachments', rule: `more than ${mostAttachments}`, clause: "this server's limit" }))
    faults.push(...typeFaults(declared, version).map(here))
    for (const { path, attachment } of declared)
      expected.push({ path: here({ path, rule: '', clause: '' }).path, attachment, statement })
  }
  refuse(faults)
  return expected
}

function groupedBySha2(expected: Expected[]): Map<string, Expected[]> {
  const grouped = new Map<string, Expected[]>()
  for (const one of expected) {
    const sha2 = one.attachment.sha2.toLowerCase()
    const group = grouped.get(sha2)
    if (group) group.push(one)
    else grouped.set(sha2, [one])
  }
  return grouped
}

const isSignature = ({ attachment }: Declared) => attachment.usageType === signatureUsage

const typeFaults = (declared: Declared[], version: XapiVersion): StatementFault[] =>
  declared
    .filter((one) => isSignature(one) && essence(one.attachment.contentType) !== signatureType)
    .map(({ path }) => ({
      path: `${path}.contentType`,
      rule: `a signature must be ${signatureType}`,
      clause: editions[version].clauses.signature,
    }))

/** Each statement is compared once, however often it names the same signature. */
async function signatureFaults(data: Buffer, meant: Expected[], version: XapiVersion): Promise<StatementFault[]> {
  const faults: StatementFault[] = []
  const checked = new Set<SentStatement>()
  for (const { path, statement } of meant.filter(isSignature)) {
    if (checked.has(statement)) continue
    checked.add(statement)
    const rule = await signatureFault(data, statement)
    if (rule !== undefined) faults.push({ path, rule, clause: editions[version].clauses.signature })
  }
  return faults
}

/** A file that lies elsewhere need not come; a signature must. */
function missing(expected: Expected[], received: ReadonlySet<string>, version: XapiVersion): StatementFault[] {
  const { attachments, signature } = editions[version].clauses
  return expected
    .filter(({ attachment }) => !received.has(attachment.sha2.toLowerCase()))
    .filter((one) => isSignature(one) || one.attachment.fileUrl === undefined)
    .map((one) =>
      isSignature(one)
        ? { path: one.path, rule: 'a signature whose data did not come', clause: signature }
        : { path: `${one.path}.fileUrl`, rule: 'missing, and its data did not come', clause: attachments },
    )
}

function refuse(faults: StatementFault[]): void {
  if (faults.length > 0) throw new InvalidStatement(faults.slice(0, 100))
}
