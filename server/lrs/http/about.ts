import type { RequestHandler } from 'express'
import { sendJson } from './answer.js'
import { parameters } from './parameters.js'
import { versions } from './version.js'

/** Which versions are served (xAPI 1.0.3 Communication 2.8; IEEE 9274.1.1 4.1.6.7). Needs neither version nor credential. */
export const about: RequestHandler = (request, response) => {
  parameters(request, [])
  sendJson(response, 200, JSON.stringify({ version: versions, extensions: {} }))
}
