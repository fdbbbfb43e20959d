import type { RequestHandler } from 'express'
import { sendJson } from './answer.js'
import { parameters } from './parameters.js'
import { versions } from './version.js'

/** Which versions are served (Communication 2.8). Needs neither version nor credential. */
export const about: RequestHandler = (request, response) => {
  parameters(request, [])
  sendJson(response, 200, JSON.stringify({ version: versions, extensions: {} }))
}
