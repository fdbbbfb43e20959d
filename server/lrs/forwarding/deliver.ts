import {
  readJson,
  RemoteFailure,
  sameStatement,
  type AttachmentData,
  type RemoteLrs,
  type Statement,
} from '../../xapi/index.js'
import { attachmentsOf, isVoiding } from './items.js'
import type { FindAttachment } from './types.js'
import { longestDetail, passing, troubleOf, verdictOn, type Verdict } from './verdict.js'

export interface Delivery {
  /** Sends statements in one request. The verdict is `apart` only for several, and never `conflict`. */
  send(statements: Statement[]): Promise<Verdict>
}

/** @throws RemoteFailure 'STOPPED' only */
export function createDelivery(remote: RemoteLrs, attachment: FindAttachment): Delivery {
  async function send(statements: Statement[]): Promise<Verdict> {
    const sent = {
      ids: statements.map(({ id }) => id),
      voids: statements.some((statement) => isVoiding({ statement })),
    }
    const answer = await remote.save(statements, await dataOf(statements, attachment))
    const verdict = verdictOn(answer, sent)
    const [one] = statements
    return verdict.kind === 'conflict' && one ? compare(remote, one) : verdict
  }
  return { send: (statements) => send(statements).catch(withoutAnswer) }
}

/**
 * Why there is no answer. Whether the request arrived is not known: the same ids are sent again, and count once. A fault
 * of our own is told like one of the other side, so that one statement that causes it can be found and set aside.
 */
function withoutAnswer(error: unknown): Verdict {
  if (error instanceof RemoteFailure && error.code === 'STOPPED') throw error
  const [reason, detail] =
    error instanceof RemoteFailure
      ? (['network', `${error.code}: ${error.message}`] as const)
      : (['here', String(error)] as const)
  return { kind: 'later', trouble: { reason, detail: detail.slice(0, longestDetail) } }
}

/** Data must go with the statements that have it (Communication 1.5.2, LRS Requirements); each once. */
async function dataOf(statements: Statement[], attachment: FindAttachment): Promise<AttachmentData[]> {
  const heads = new Map(statements.flatMap(attachmentsOf).map((head) => [head.sha2, head.contentType]))
  const data: AttachmentData[] = []
  for (const [sha2, contentType] of heads) {
    const content = typeof sha2 === 'string' ? await attachment(sha2) : undefined
    if (content && typeof contentType === 'string') data.push({ sha2: String(sha2), contentType, content })
  }
  return data
}

/**
 * After a 409: fetches what the target has under the id, voided or not, and compares (Data 2.3.1). The two are compared
 * as they were sent, for the target's version may not know all that a statement holds.
 */
async function compare(remote: RemoteLrs, statement: Statement): Promise<Verdict> {
  for (const which of ['statementId', 'voidedStatementId'] as const) {
    const answer = await remote.retrieve(statement.id, which)
    if (answer.status === 404) continue
    if (answer.status === 429 || answer.status >= 500) return passing(answer)
    if (answer.status !== 200) return { kind: 'refused', trouble: troubleOf(answer, 'not-comparable') }
    const copy = statementIn(answer.text, statement.id)
    if (!copy) return passing(answer)
    if (sameStatement(copy, remote.inItsVersion(statement))) return { kind: 'delivered' }
    return { kind: 'refused', trouble: troubleOf({ ...answer, status: 409 }, 'different') }
  }
  return { kind: 'refused', trouble: { reason: 'not-comparable', status: 409 } }
}

function statementIn(text: string, id: string): Statement | undefined {
  const read = readJson(text)
  if ('faults' in read || typeof read.value !== 'object' || read.value === null) return undefined
  const said = (read.value as { id?: unknown }).id
  return typeof said === 'string' && said.toLowerCase() === id.toLowerCase() ? (read.value as Statement) : undefined
}
