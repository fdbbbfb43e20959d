import type { ErrorRequestHandler, RequestHandler } from 'express'
import { isDatabaseAway } from '../../base/database/index.js'
import { AppError } from '../../base/errors.js'
import type { Logger } from '../../base/log.js'
import { LrsError } from '../errors.js'
import { sendJson } from './answer.js'

export const notFound: RequestHandler = () => {
  throw new LrsError(404, 'no-resource', 'there is no such resource here')
}

/** @param allowed the methods that the resource has */
export const methodNotAllowed =
  (allowed: string): RequestHandler =>
  () => {
    throw new LrsError(405, 'method', `this resource has ${allowed}`, [], { Allow: allowed })
  }

/** Answers every error as JSON: code, message, and each fault with its path and clause. */
export const answerError =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const refusal = refusalFor(error)
    if (!refusal) log.error({ err: error, method: request.method, path: request.path }, 'a request to the LRS failed')
    if (refusal?.status === 503) log.warn({ err: error }, 'the database is away')
    for (const [name, value] of Object.entries(refusal?.headers ?? {})) response.setHeader(name, value)
    const { code, message, faults } = refusal ?? { code: 'internal', message: 'the server failed', faults: [] }
    sendJson(response, refusal?.status ?? 500, JSON.stringify({ code, message, ...(faults.length > 0 && { faults }) }))
  }

/** What an error says to the client; undefined: a fault of ours, which stays in the log. */
function refusalFor(error: unknown): LrsError | undefined {
  if (error instanceof LrsError) return error
  if (isDatabaseAway(error))
    return new LrsError(503, 'database', 'the database is away; try again', [], { 'Retry-After': '5' })
  if (error instanceof AppError && error.status === 429) return tooManyChecks(error)
  const { status, type } = error as { status?: unknown; type?: unknown }
  if (status === 413) return new LrsError(413, 'too-large', 'the body is larger than this server takes')
  if (status === 415) return new LrsError(415, 'encoding', 'the content encoding is not one that is taken')
  // Of body-parser's errors and Express's own (an address that cannot be decoded): the client's, not ours.
  if (status === 400 || type === 'request.aborted') return new LrsError(400, 'request', 'the request cannot be read')
  return undefined
}

const tooManyChecks = ({ details: { retryAfterSeconds = 600 } }: AppError) =>
  new LrsError(
    429,
    'too-many-checks',
    'too many keys and secrets from this address that are not known; try later',
    [],
    {
      'Retry-After': String(retryAfterSeconds),
    },
  )
