import type { Request, RequestHandler, Response } from 'express'
import { moved, validateStatement, type SentStatement, type StatementFault } from '../../xapi/index.js'
import { InvalidStatement, LrsError } from '../errors.js'
import type { KeptStatement } from '../statements/store.js'
import { sendJson } from './answer.js'
import { credentialOf, onlyOf } from './authenticate.js'
import { jsonIn } from './body.js'
import { askedId, askedStatements, parameters } from './parameters.js'
import type { Resources } from './routes.js'

/** Says up to which moment everything stored can be read, on every answer of the resource (Communication 2.1.3). */
export const tellConsistency =
  ({ consistentThrough }: Pick<Resources, 'consistentThrough'>): RequestHandler =>
  async (_request, response, next) => {
    response.setHeader('X-Experience-API-Consistent-Through', (await consistentThrough()).toISOString())
    next()
  }

/** GET statements: one, or a page (Communication 2.1.3). */
export const getStatements =
  (uses: Pick<Resources, 'find' | 'byId'>): RequestHandler =>
  async (request, response) => {
    const asked = askedStatements(request)
    const only = onlyOf(request)
    if (asked.kind === 'one') return sendOne(response, asked.voided, storedBy(only, await uses.byId(asked.id)))
    const { documents, more } = await uses.find(asked.kind === 'more' ? { more: asked.more } : asked.query, only)
    // Each statement is kept as the JSON that is sent: it is neither read nor written again.
    const statements = documents.map(({ text }) => text).join(',')
    const link = more === undefined ? '' : `${request.baseUrl}${request.path}?more=${encodeURIComponent(more)}`
    sendJson(response, 200, `{"statements":[${statements}],"more":${JSON.stringify(link)}}`)
  }

/** A statement, where it is one that may be seen: of this authority, or of any. */
const storedBy = (only: string | undefined, document: KeptStatement | undefined) =>
  only === undefined || document?.authority === only ? document : undefined

/** A voided statement is found by `voidedStatementId` only, and nothing else is (Communication 2.1.4). */
function sendOne(response: Response, voided: boolean, document: KeptStatement | undefined): void {
  if (!document || (document.voided ?? false) !== voided)
    throw new LrsError(404, 'not-found', voided ? 'no voided statement has this id' : 'no statement has this id')
  response.setHeader('Last-Modified', document.stored.toUTCString())
  sendJson(response, 200, document.text)
}

/** PUT statements: one, under the id that the parameter names (Communication 2.1.1). */
export const putStatement =
  (uses: Pick<Resources, 'store'>): RequestHandler =>
  async (request, response) => {
    const id = askedId(request)
    const sent = checked(jsonIn(request), '')
    if (sent.id !== undefined && sent.id.toLowerCase() !== id.toLowerCase())
      throw new InvalidStatement([
        { path: 'id', rule: 'not the statementId of the request', clause: 'Communication 2.1.1' },
      ])
    await uses.store([{ ...sent, id }], credentialOf(request))
    response.status(204).end()
  }

/** POST statements: one or a list, all of which are stored or none (Communication 2.1.2). */
export const postStatements =
  (uses: Pick<Resources, 'store'>): RequestHandler =>
  async (request, response) => {
    parameters(request, [])
    const ids = await uses.store(sentIn(request), credentialOf(request))
    sendJson(response, 200, JSON.stringify(ids))
  }

function sentIn(request: Request): SentStatement[] {
  const body = jsonIn(request)
  if (!Array.isArray(body)) return [checked(body, '')]
  const faults: StatementFault[] = []
  const statements = body.flatMap((one: unknown, index) => {
    const result = check(one, `statements[${index}]`)
    if ('statement' in result) return result.statement
    faults.push(...result.faults)
    return []
  })
  if (faults.length > 0) throw new InvalidStatement(faults.slice(0, 100))
  refuseTwice(statements)
  return statements
}

function checked(value: unknown, path: string): SentStatement {
  const result = check(value, path)
  if ('faults' in result) throw new InvalidStatement(result.faults)
  return result.statement
}

/** The rules of the specification, and that an attachment's data can only come by its address as yet. */
function check(value: unknown, path: string): { statement: SentStatement } | { faults: StatementFault[] } {
  const result = validateStatement(value)
  const faults = 'faults' in result ? result.faults : withoutData(result.statement)
  if (faults.length > 0) return { faults: faults.map((fault) => moved(fault, path)) }
  return result
}

function withoutData({ attachments }: SentStatement): StatementFault[] {
  if (!Array.isArray(attachments)) return []
  const rule = 'missing: the data of attachments is not taken in by this version of the server'
  return (attachments as { fileUrl?: unknown }[]).flatMap(({ fileUrl }, index) =>
    fileUrl === undefined ? { path: `attachments[${index}].fileUrl`, rule, clause: 'Data 2.4.11' } : [],
  )
}

/** A batch in which two statements have one id is refused (Communication 2.1.2). */
function refuseTwice(statements: SentStatement[]): void {
  const seen = new Set<string>()
  const faults = statements.flatMap(({ id }, index): StatementFault[] => {
    const key = id?.toLowerCase()
    if (key === undefined || !seen.has(key)) {
      if (key !== undefined) seen.add(key)
      return []
    }
    return [
      {
        path: `statements[${index}].id`,
        rule: 'the id of another statement of this request',
        clause: 'Communication 2.1.2',
      },
    ]
  })
  if (faults.length > 0) throw new InvalidStatement(faults)
}
