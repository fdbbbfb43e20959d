import type { Request, RequestHandler } from 'express'
import type { Credential, Credentials } from '../credentials/credentials.js'
import { LrsError } from '../errors.js'

const holders = new WeakMap<Request, Credential>()

/** The credential of a request that passed `authenticate`. */
export function credentialOf(request: Request): Credential {
  const credential = holders.get(request)
  if (!credential) throw new Error('the route is not behind authenticate')
  return credential
}

/** Lets only holders of a credential pass, by HTTP Basic authentication (Communication 4.0). */
export const authenticate =
  ({ credentials }: { credentials: Pick<Credentials, 'verify'> }): RequestHandler =>
  async (request, _response, next) => {
    const given = keyAndSecret(request.get('Authorization'))
    const credential = given && (await credentials.verify(given.key, given.secret))
    if (!credential) throw unauthorized()
    holders.set(request, credential)
    next()
  }

function keyAndSecret(header: string | undefined): { key: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return colon > 0 ? { key: decoded.slice(0, colon), secret: decoded.slice(colon + 1) } : undefined
}

const unauthorized = () =>
  new LrsError(401, 'unauthorized', 'a key and a secret are needed (HTTP Basic), and these are none', [], {
    'WWW-Authenticate': 'Basic realm="xAPI", charset="UTF-8"',
  })
