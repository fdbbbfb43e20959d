import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { isDatabaseAway } from '../database/index.js'
import { AppError, notFound, type ErrorStatus } from '../errors.js'
import type { I18n } from '../i18n.js'
import type { Logger } from '../log.js'
import { csrfError, isCsrfError } from './csrf.js'

/** Any address that no route knows. */
export const unknownAddress: RequestHandler = (_req, _res, next) => {
  next(notFound())
}

/**
 * Turns every error into a page (or JSON, where that was asked for) in the reader's language: what happened, what to
 * do, and the request's id. What we did not foresee is logged and told as 500 without its message.
 */
export function errorPages({ i18n, log }: { i18n: I18n; log: Logger }): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (res.headersSent) {
      log.error({ err: thrown, requestId: req.id }, 'a fault after the answer began')
      // Half an answer must not look like a whole one: Express cuts the connection.
      if (!res.writableEnded) next(thrown)
      return
    }
    const error = foreseen(thrown)
    if (!error) log.error({ err: thrown, requestId: req.id }, 'unforeseen error')
    show(req, res, error, i18n)
  }
}

/** Our errors as they are; those of Express and its parsers, and of a database that is away, as ours. */
function foreseen(thrown: unknown): AppError | undefined {
  if (thrown instanceof AppError) return thrown
  if (isCsrfError(thrown)) return csrfError()
  if (isDatabaseAway(thrown)) return new AppError(503, 'database-away', { retryAfterSeconds: 5, cause: thrown })
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 500
  if (status === 413) return new AppError(413, 'too-large')
  if (status === 404) return notFound()
  if (status >= 400 && status < 500) return new AppError(400, 'malformed-request')
  return undefined
}

function show(req: Request, res: Response, error: AppError | undefined, i18n: I18n): void {
  const status: ErrorStatus | 500 = error?.status ?? 500
  const { retryAfterSeconds, params = {}, faults } = error?.details ?? {}
  if (retryAfterSeconds !== undefined) res.set('Retry-After', String(retryAfterSeconds))
  const known = error && i18n.exists(req.language, `errors:${error.code}.title`)
  const says = (part: string) => req.t(`errors:${known ? error.code : `status-${status}`}.${part}`, params)
  if (req.accepts(['html', 'json']) === 'json')
    res.status(status).json({ error: error?.code ?? 'internal', message: says('what'), faults, requestId: req.id })
  else showPage(req, res, status, { title: says('title'), what: says('what'), help: says('help') })
}

function showPage(
  req: Request,
  res: Response,
  status: number,
  texts: { title: string; what: string; help: string },
): void {
  try {
    res.page('error', { ...texts, status, requestId: req.id, noindex: true }, { status })
  } catch {
    // The layout itself needs the session: without one, the words alone.
    res.status(status).type('text').send(Object.values(texts).join('\n\n'))
  }
}
