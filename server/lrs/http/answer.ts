import type { Response } from 'express'

/**
 * Sends JSON that is made already. Not by way of `send`, which would hash every page for an ETag, and answer 304 where
 * the specification knows none.
 */
export function sendJson(response: Response, status: number, json: string): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(json))
  response.end(json)
}
