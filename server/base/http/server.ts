import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http'
import type { Express } from 'express'

/**
 * An HTTP server whose requests and answers are born with the prototypes that Express gives them. Express changes the
 * prototype of each when it comes; for V8 each is then of a kind of its own, so that nothing that reads it is ever
 * optimized, and its memory is given back late. See server/decisions/0003-speed-of-a-page.md.
 */
export function createHttpServer(app: Express): Server {
  const prototypes = app as unknown as { request: object; response: object }
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, prototypes.request)
  Object.setPrototypeOf(AppResponse.prototype, prototypes.response)
  prototypes.request = AppRequest.prototype
  prototypes.response = AppResponse.prototype
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app)
}
