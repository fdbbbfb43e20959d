import express, { type Request, type RequestHandler, type Response } from 'express'
import type { XapiVersion } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import { clausesOf } from './clauses.js'
import { negotiate, versionOf } from './version.js'

/** What of a form are headers. */
const headerNames = [
  'Authorization',
  'X-Experience-API-Version',
  'Content-Type',
  'Content-Length',
  'If-Match',
  'If-None-Match',
]

/** HEAD is none of them: the answer to a POST has a body. */
const methods = ['GET', 'PUT', 'POST', 'DELETE']

const queryOf = (request: Request) => new URLSearchParams(request.url.split('?').slice(1).join('?'))

const isAlternate = (request: Request) =>
  request.method === 'POST' && request.url.includes('method=') && queryOf(request).has('method')

/**
 * The alternate request syntax (xAPI 1.0.3 Communication 1.3): a POST whose form holds the headers, the parameters and
 * the content of another request. It becomes the ordinary request that it stands for, so that no resource knows of it.
 * xAPI 2.0 has none.
 * @param bodyLimit in bytes
 * @throws LrsError 400
 */
export function alternateSyntax(uses: { bodyLimit: number; fallbackVersion: XapiVersion }): RequestHandler {
  const raw = express.raw({ type: () => true, limit: uses.bodyLimit })
  const read = (request: Request, response: Response) =>
    new Promise<void>((resolve, reject) => {
      raw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)))
    })
  const rewrite = async (request: Request, response: Response): Promise<void> => {
    check(request)
    await read(request, response)
    become(request, formIn(request))
    // The form may have named the version.
    negotiate(request, response, uses.fallbackVersion)
    refuseVersion2(request)
  }
  return (request, response, next) => {
    if (isAlternate(request)) rewrite(request, response).then(() => next(), next)
    else next()
  }
}

/** What can be said before the body is read. */
function check(request: Request): void {
  refuseVersion2(request)
  const query = queryOf(request)
  if ([...query.keys()].length > 1)
    throw refusal(request, 'a parameter stands beside `method` in the address; it belongs into the form')
  if (!methods.includes(query.get('method') ?? ''))
    throw refusal(request, `\`method\` is not one of ${methods.join(', ')}`)
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.get('Content-Type') ?? ''))
    throw refusal(request, 'the body must be application/x-www-form-urlencoded')
}

function refuseVersion2(request: Request): void {
  if (versionOf(request) === '2.0.0')
    throw refusal(request, 'the alternate request syntax is part of xAPI 1.0.3, not of 2.0')
}

function formIn(request: Request): URLSearchParams {
  const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '')
  if (form.getAll('content').length > 1) throw refusal(request, '`content` is given more than once')
  return form
}

/** Makes a request into the one that its form describes. */
function become(request: Request, form: URLSearchParams): void {
  const content = form.get('content')
  const headers = headerNames.map((name) => [name.toLowerCase(), form.get(name)] as const)
  for (const name of ['content', ...headerNames]) form.delete(name)
  delete request.headers['content-type']
  if (content !== null) request.headers['content-type'] = 'application/json'
  for (const [name, value] of headers) if (value !== null && name !== 'content-length') request.headers[name] = value
  request.body = content === null ? undefined : Buffer.from(content, 'utf8')
  request.method = queryOf(request).get('method') ?? ''
  const [path = ''] = request.url.split('?')
  request.url = form.size > 0 ? `${path}?${form.toString()}` : path
}

const refusal = (request: Request, what: string) =>
  new LrsError(400, 'alternate-syntax', `${what} (${clausesOf(request).alternate})`)
