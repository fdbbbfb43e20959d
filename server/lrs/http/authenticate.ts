import type { Request, RequestHandler, Response } from 'express'
import type { Credential } from '../credentials/credential.js'
import { permits, readsOwnOnly, type Scope } from '../credentials/scopes.js'
import { LrsError } from '../errors.js'
import { agentKey } from '../statements/keys.js'
import type { Resources } from './routes.js'

const holders = new WeakMap<Request, Credential>()

/** The credential of a request that passed `authenticate`. */
export function credentialOf(request: Request): Credential {
  const credential = holders.get(request)
  if (!credential) throw new Error('the route is not behind authenticate')
  return credential
}

/**
 * Lets only holders of a credential pass, by HTTP Basic authentication (Communication 4.0).
 * @param limitChecks asked before a check that costs; whoever is remembered never meets it
 */
export const authenticate =
  ({ credentials, limitChecks }: Pick<Resources, 'credentials' | 'limitChecks'>): RequestHandler =>
  async (request, response, next) => {
    const given = keyAndSecret(request.get('Authorization'))
    const permit = () => passing(limitChecks, request, response)
    const credential = given && (await credentials.verify(given.key, given.secret, permit))
    if (!credential) throw unauthorized()
    holders.set(request, credential)
    next()
  }

/**
 * Lets only credentials pass that have one of these scopes, or `all` (Communication 4.2). Which one is missing is said,
 * for whoever holds the credential must ask for it.
 * @throws LrsError 403 'scope'
 */
export const needs =
  (...wanted: Scope[]): RequestHandler =>
  (request, _response, next) => {
    const { scopes } = credentialOf(request)
    if (permits(scopes, ...wanted)) return next()
    const missing = wanted.length > 1 ? `one of the scopes ${wanted.join(', ')}` : `the scope ${wanted.join('')}`
    throw new LrsError(403, 'scope', `this needs ${missing}; this credential has ${scopes.join(', ')}`)
  }

/**
 * The authority whose statements are all that a request may see, as its key: that of the credential, where this reads
 * only what it could have written (`statements/read/mine`, Communication 4.2); undefined: everybody's.
 */
export function onlyOf(request: Request): string | undefined {
  const { scopes, authority } = credentialOf(request)
  return readsOwnOnly(scopes) ? agentKey(authority) : undefined
}

/** Resolves where a handler lets a request pass. */
const passing = (handler: RequestHandler, request: Request, response: Response) =>
  new Promise<void>((resolve, reject) => {
    void handler(request, response, (error?: unknown) => {
      if (error === undefined) resolve()
      else reject(error as Error)
    })
  })

function keyAndSecret(header: string | undefined): { key: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon > 0 ? { key: decoded.slice(0, colon), secret: decoded.slice(colon + 1) } : undefined
}

const unauthorized = () =>
  new LrsError(
    401,
    'unauthorized',
    'a key and a secret are needed (HTTP Basic), and these are none, or no longer',
    [],
    {
      'WWW-Authenticate': 'Basic realm="xAPI", charset="UTF-8"',
    },
  )
