import type { Request, RequestHandler } from 'express'
import { readJson } from '../../xapi/index.js'
import { InvalidStatement, LrsError } from '../errors.js'

/** Refuses what is not JSON before it is read. */
export const needsJson: RequestHandler = (request, _response, next) => {
  if (/^application\/json\s*(?:;|$)/i.test(request.get('Content-Type') ?? '')) return next()
  throw new LrsError(415, 'media-type', 'the body must be application/json')
}

/**
 * The value in a body, read strictly.
 * @throws LrsError 400 where it is not UTF-8 or not JSON, or says one thing twice
 */
export function jsonIn(request: Request): unknown {
  const read = readJson(textIn(request.body))
  if ('faults' in read) throw new InvalidStatement(read.faults)
  return read.value
}

function textIn(body: unknown): string {
  if (!Buffer.isBuffer(body)) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new LrsError(400, 'encoding', 'the body is not UTF-8 (xAPI 1.0.3 Communication 1.4)')
  }
}
