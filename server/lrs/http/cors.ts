import type { RequestHandler } from 'express'

/** What pages of other sites may do, ask and read. */
const methods = 'GET, HEAD, PUT, POST, DELETE'
const askable =
  'Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, X-Experience-API-Version, X-Experience-API-Hash'
const readable =
  'ETag, Last-Modified, Retry-After, X-Experience-API-Version, X-Experience-API-Consistent-Through, X-Experience-API-Hash'

/** How long a browser need not ask again, in seconds. */
const rememberedFor = 600

/**
 * Lets pages of the allowed origins use the LRS from a browser (Fetch Standard, 3.2). Cookies are never part of that:
 * credentials come in the Authorization header. A preflight needs neither version nor credential, because a browser
 * sends it without.
 * @param origins such as `https://academy.example.org`; `*` allows all
 */
export function cors(origins: readonly string[]): RequestHandler {
  const isAllowed = (origin: string) => origins.includes('*') || origins.includes(origin)
  return (request, response, next) => {
    const origin = request.get('Origin')
    if (origins.length > 0) response.vary('Origin')
    if (origin !== undefined && isAllowed(origin)) {
      response.setHeader('Access-Control-Allow-Origin', origin)
      response.setHeader('Access-Control-Expose-Headers', readable)
    }
    if (request.method !== 'OPTIONS') return next()
    if (response.hasHeader('Access-Control-Allow-Origin')) {
      response.setHeader('Access-Control-Allow-Methods', methods)
      response.setHeader('Access-Control-Allow-Headers', askable)
      response.setHeader('Access-Control-Max-Age', rememberedFor)
    }
    response.setHeader('Allow', `${methods}, OPTIONS`)
    response.status(204).end()
  }
}
