import type { Request, RequestHandler, Response } from 'express'
import type { XapiVersion } from '../../xapi/index.js'
import { LrsError } from '../errors.js'

const headerName = 'X-Experience-API-Version'

/** The versions that are served, each by its latest patch, which the answer names. */
const served: { asked: RegExp; answered: XapiVersion }[] = [
  { asked: /^1\.0(?:\.\d+)?$/, answered: '1.0.3' },
  { asked: /^2\.0(?:\.\d+)?$/, answered: '2.0.0' },
]

/** All versions that a client may name, newest first. */
export const versions = ['2.0.0', '1.0.3', '1.0.2', '1.0.1', '1.0.0']

const answering = (asked: string | undefined) => served.find((one) => one.asked.test(asked ?? ''))?.answered

const negotiated = new WeakMap<Request, XapiVersion>()

/** The version by which a request is read and answered. */
export function versionOf(request: Request): XapiVersion {
  const version = negotiated.get(request)
  if (!version) throw new Error('the route is not behind tellVersion')
  return version
}

/**
 * Finds the version of a request, and names it in the answer, whatever that is (xAPI 1.0.3 Communication 3.3;
 * IEEE 9274.1.1 4.1.7).
 * @param fallback for requests that name none, or one that is not served
 */
export function negotiate(request: Request, response: Response, fallback: XapiVersion): void {
  const version = answering(request.get(headerName)) ?? fallback
  negotiated.set(request, version)
  response.setHeader(headerName, version)
}

export const tellVersion =
  (fallback: XapiVersion): RequestHandler =>
  (request, response, next) => {
    negotiate(request, response, fallback)
    next()
  }

/** Refuses requests that name no version, or one that is not served. */
export const needsVersion: RequestHandler = (request, _response, next) => {
  const asked = request.get(headerName)
  if (answering(asked) !== undefined) return next()
  const what = asked === undefined ? 'is missing' : `names a version that is not served: ${asked.slice(0, 20)}`
  throw new LrsError(400, 'version', `the header ${headerName} ${what}; served are ${versions.join(', ')}`)
}
