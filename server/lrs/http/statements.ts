import type { Request, RequestHandler, Response } from 'express'
import type { XapiVersion } from '../../xapi/index.js'
import type { Attachments } from '../attachments/store.js'
import type { Credential } from '../credentials/credential.js'
import { InvalidStatement, LrsError } from '../errors.js'
import type { Find } from '../statements/find.js'
import { writeStatements, type Definitions } from '../statements/format.js'
import type { Output } from '../statements/output.js'
import type { KeptStatement } from '../statements/store.js'
import { sendJson } from './answer.js'
import { askedId, askedStatements } from './asked.js'
import { credentialOf, onlyOf } from './authenticate.js'
import { clausesOf } from './clauses.js'
import { sendWithAttachments } from './multipart-answer.js'
import { parameters } from './parameters.js'
import { oneOrMore, oneStatement, sentStatements, type Reception, type Sent } from './sent-statements.js'
import { versionOf } from './version.js'

/** Says up to which moment everything stored can be read, on every answer of the resource. */
export const tellConsistency =
  ({ consistentThrough }: { consistentThrough: () => Promise<Date> }): RequestHandler =>
  async (_request, response, next) => {
    response.setHeader('X-Experience-API-Consistent-Through', (await consistentThrough()).toISOString())
    next()
  }

/** What reading rests on. */
export interface Reading {
  find: Find
  /** @param id in lower case */
  byId: (id: string) => Promise<KeptStatement | undefined>
  attachments: Pick<Attachments, 'read'>
  definitions: Definitions
}

/** GET statements: one, or a page (xAPI 1.0.3 Communication 2.1.3; IEEE 9274.1.1 4.1.6.1). */
export const getStatements =
  (uses: Reading): RequestHandler =>
  async (request, response) => {
    const asked = askedStatements(request)
    const only = onlyOf(request)
    if (asked.kind === 'one') {
      const found = unlessVoided(storedBy(only, await uses.byId(asked.id)), asked.voided)
      return send(request, response, uses, { documents: [found], output: asked.output, wrap: ([text = '']) => text })
    }
    const { documents, more, output = exact } = await uses.find(asked, only)
    const link = more === undefined ? '' : `${request.baseUrl}${request.path}?more=${encodeURIComponent(more)}`
    const wrap = (texts: string[]) => `{"statements":[${texts.join(',')}],"more":${JSON.stringify(link)}}`
    return send(request, response, uses, { documents, output, wrap })
  }

const exact: Output = { format: 'exact', attachments: false }

/** A statement, where it is one that may be seen: of this authority, or of any. */
const storedBy = (only: string | undefined, document: KeptStatement | undefined) =>
  only === undefined || document?.authority === only ? document : undefined

/** A voided statement is found by `voidedStatementId` only, and nothing else is. */
function unlessVoided(document: KeptStatement | undefined, voided: boolean): KeptStatement {
  if (document && (document.voided ?? false) === voided) return document
  throw new LrsError(404, 'not-found', voided ? 'no voided statement has this id' : 'no statement has this id')
}

/** Sends statements as they were asked for; `Last-Modified` is the latest moment of storing among them. */
async function send(
  request: Request,
  response: Response,
  uses: Reading,
  answer: { documents: KeptStatement[]; output: Output; wrap: (texts: string[]) => string },
): Promise<void> {
  const { documents, output } = answer
  const latest = Math.max(...[documents[0], documents.at(-1)].map((one) => one?.stored.getTime() ?? -Infinity))
  if (documents.length > 0) response.setHeader('Last-Modified', new Date(latest).toUTCString())
  const languages = request.get('Accept-Language')
  const json = answer.wrap(
    await writeStatements(documents, output.format, { definitions: uses.definitions, languages }),
  )
  if (output.attachments)
    await sendWithAttachments(request, response, { json, documents, attachments: uses.attachments })
  else sendJson(response, 200, json)
}

/** What storing rests on. */
export interface Storing extends Reception {
  /** Stores valid statements, all or none. @returns their ids, in order */
  store: (sent: Sent, credential: Credential, version: XapiVersion) => Promise<string[]>
}

/** PUT statements: one, under the id that the parameter names. */
export const putStatement =
  (uses: Storing): RequestHandler =>
  async (request, response) => {
    const id = askedId(request)
    const sent = await sentStatements(request, uses, (body) => {
      const statement = oneStatement(request, body)
      if (statement.id !== undefined && statement.id.toLowerCase() !== id.toLowerCase())
        throw new InvalidStatement([
          { path: 'id', rule: 'not the statementId of the request', clause: clausesOf(request).put },
        ])
      return { statements: [{ ...statement, id }], pathOf: () => '' }
    })
    await uses.store(sent, credentialOf(request), versionOf(request))
    response.status(204).end()
  }

/** POST statements: one or a list, all of which are stored or none. */
export const postStatements =
  (uses: Storing): RequestHandler =>
  async (request, response) => {
    parameters(request, [])
    const sent = await sentStatements(request, uses, (body) => oneOrMore(request, body))
    sendJson(response, 200, JSON.stringify(await uses.store(sent, credentialOf(request), versionOf(request))))
  }
