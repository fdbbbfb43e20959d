import { createHash } from 'node:crypto'
import type { Response } from 'express'
import { sendJson } from './answer.js'

/** Sends JSON with the ETag that Communication 3.1 asks for: the SHA-1 of what is sent, in hexadecimal. */
export function sendTagged(response: Response, json: string): void {
  response.setHeader('ETag', `"${createHash('sha1').update(json).digest('hex')}"`)
  sendJson(response, 200, json)
}
