import type { RequestHandler } from 'express'
import { randomId } from '../ids.js'
import type { Logger } from '../log.js'

/**
 * One line a request, when its answer has gone: id, method, address without its query (it may carry a token), status,
 * milliseconds; `cut` where the connection ended before the answer did.
 */
export function requestLog(log: Logger): RequestHandler {
  // Its fields are known: looking through them for secrets would take ten times as long as writing the line.
  const lines = log.child({}, { redact: [] })
  return (req, res, next) => {
    const began = performance.now()
    req.id = randomId()
    res.setHeader('X-Request-Id', req.id)
    res.once('close', () => {
      const { statusCode: status } = res
      const line = {
        requestId: req.id,
        method: req.method,
        path: withoutSecrets(req.originalUrl),
        status,
        ms: Math.round(performance.now() - began),
        ...(res.writableFinished ? {} : { cut: true }),
      }
      if (status >= 500) lines.error(line, 'request')
      else if (status >= 400) lines.warn(line, 'request')
      else lines.info(line, 'request')
    })
    next()
  }
}

/** Cuts the query, the tokens in the path of mailed links, and the codes of certificates, which lead to a name. */
const withoutSecrets = (url: string) =>
  url
    .replace(/\?.*$/, '')
    .replace(/\/(verify|certificates)\/[^/]+/, '/$1/…')
    .replace(/\/[\w-]{32,}(?=\/|$)/g, '/…')
