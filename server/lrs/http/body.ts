import express, { type Request, type RequestHandler } from 'express'
import { readJson } from '../../xapi/index.js'
import { essence } from '../attachments/part.js'
import { InvalidStatement, LrsError } from '../errors.js'
import { clausesOf } from './clauses.js'
import { versionOf } from './version.js'

const typeOf = (request: Request) => essence(request.get('Content-Type') ?? '')

export const isMultipart = (request: Request): boolean => typeOf(request) === 'multipart/mixed'

/** Lets statements pass as JSON, which is read, or as multipart, which is not yet; refuses everything else. */
export const statementBody = (limit: number): RequestHandler[] => [
  (request, _response, next) => {
    if (typeOf(request) === 'application/json' || isMultipart(request)) return next()
    const clause = clausesOf(request).contentTypes
    throw new LrsError(400, 'media-type', `statements come as application/json or multipart/mixed (${clause})`)
  },
  express.raw({ type: (request) => !isMultipart(request as Request), limit }),
]

/** The boundary of a multipart body. @throws LrsError 400 where its head names none */
export function boundaryOf(request: Request): string {
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(request.get('Content-Type') ?? '')
  const boundary = found?.[1] ?? found?.[2]
  const clause = clausesOf(request).multipart
  if (boundary === undefined) throw new LrsError(400, 'multipart', `the Content-Type names no boundary (${clause})`)
  return boundary
}

/**
 * The value in a body, read strictly.
 * @throws LrsError 400 where it is not UTF-8 or not JSON, or says one thing twice
 */
export const jsonIn = (request: Request, body: unknown = request.body): unknown => {
  const read = readJson(textIn(request, body), versionOf(request))
  if ('faults' in read) throw new InvalidStatement(read.faults)
  return read.value
}

function textIn(request: Request, body: unknown): string {
  if (!Buffer.isBuffer(body)) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new LrsError(400, 'encoding', `the body is not UTF-8 (${clausesOf(request).encoding})`)
  }
}
