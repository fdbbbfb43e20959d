import { pinoHttp } from 'pino-http'
import type { RequestHandler } from 'express'
import { randomId } from '../ids.js'
import type { Logger } from '../log.js'

/** One line a request: id, method, address without its query (it may carry a token), status, milliseconds. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomId()
      res.setHeader('X-Request-Id', id)
      return id
    },
    quietReqLogger: true,
    customLogLevel: (_req, res, error) =>
      error || res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info',
    serializers: {
      req: (req: { id: string; method: string; url: string }) => ({
        id: req.id,
        method: req.method,
        path: withoutSecrets(req.url),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  }) as unknown as RequestHandler
}

/** Cuts the query, the tokens in the path of mailed links, and the codes of certificates, which lead to a name. */
const withoutSecrets = (url: string) =>
  url
    .replace(/\?.*$/, '')
    .replace(/\/(verify|certificates)\/[^/]+/, '/$1/…')
    .replace(/\/[\w-]{32,}(?=\/|$)/g, '/…')
