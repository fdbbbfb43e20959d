import type { Request, RequestHandler, Response } from 'express'
import type { Documents, Sent } from '../../documents/documents.js'
import type { KeptDocument } from '../../documents/model.js'
import { holdFor } from '../../documents/preconditions.js'
import { LrsError } from '../../errors.js'
import { versionOf } from '../version.js'
import { sendTagged } from '../tagged.js'
import { asked, askedPlace, preconditionsOf } from './asked.js'
import type { DocumentResource } from './resources.js'

type Handle = (documents: Documents, resource: DocumentResource) => RequestHandler

/** GET: one document, or the ids of a context's. */
export const getDocuments: Handle = (documents, resource) => async (request, response) => {
  const what = asked(request, resource, ['since'])
  if ('place' in what) return sendDocument(request, response, await documents.get(what.place))
  const listed = await documents.list(what.context, what.since)
  const newest = listed.at(-1)?.updated
  if (newest) response.setHeader('Last-Modified', newest.toUTCString())
  sendTagged(response, JSON.stringify(listed.map(({ id }) => id)))
}

/** PUT: what is sent becomes the document. */
export const putDocument: Handle = (documents, resource) => async (request, response) => {
  const place = askedPlace(request, resource)
  await documents.put(place, sentIn(request), preconditionsOf(request), versionOf(request))
  response.status(204).end()
}

/** POST: what is sent is merged into the document. */
export const postDocument: Handle = (documents, resource) => async (request, response) => {
  await documents.post(askedPlace(request, resource), sentIn(request), preconditionsOf(request))
  response.status(204).end()
}

/** DELETE: one document or, of State, all of a context. */
export const deleteDocuments: Handle = (documents, resource) => async (request, response) => {
  const what = resource.deletesMany ? asked(request, resource, []) : { place: askedPlace(request, resource) }
  if ('place' in what) await documents.delete(what.place, preconditionsOf(request))
  else await documents.deleteAll(what.context)
  response.status(204).end()
}

/** Contents without a type are bytes (RFC 9110, 8.3). */
function sentIn(request: Request): Sent {
  const contents = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  return { contentType: request.get('Content-Type') ?? 'application/octet-stream', contents }
}

function sendDocument(request: Request, response: Response, document: KeptDocument): void {
  const { contentType, contents, etag, updated } = document
  const { ifMatch, ifNoneMatch } = preconditionsOf(request)
  if (ifMatch && !holdFor({ ifMatch }, etag))
    throw new LrsError(412, 'precondition', `the document's ETag is "${etag}"`)
  response.setHeader('ETag', `"${etag}"`)
  response.setHeader('Last-Modified', updated.toUTCString())
  if (ifNoneMatch && !holdFor({ ifNoneMatch }, etag)) return void response.status(304).end()
  response.statusCode = 200
  response.setHeader('Content-Type', contentType)
  response.setHeader('Content-Length', contents.length)
  // Anybody with a credential may have stored it: where a browser shows it, it runs nothing and reaches nothing of ours.
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.end(contents)
}
