import type { Request, RequestHandler } from 'express'
import type { XapiVersion } from '../../xapi/index.js'
import { LrsError } from '../errors.js'

const headerName = 'X-Experience-API-Version'

/** The versions that are served, each with the one named in the answer: the latest patch (Communication 3.3). */
const served: { asked: RegExp; answered: XapiVersion }[] = [
  { asked: /^1\.0(?:\.\d+)?$/, answered: '1.0.3' },
  { asked: /^2\.0\.0$/, answered: '2.0.0' },
]

/** All versions that a client may name, newest first (Communication 2.8). */
export const versions = ['2.0.0', '1.0.3', '1.0.2', '1.0.1', '1.0.0']

const answering = (asked: string | undefined) => served.find((one) => one.asked.test(asked ?? ''))?.answered

/**
 * Names the version of every answer, refusals included.
 * @param fallback for requests that name none, or one that is not served
 */
export const tellVersion =
  (fallback: XapiVersion): RequestHandler =>
  (request, response, next) => {
    response.setHeader(headerName, answering(request.get(headerName)) ?? fallback)
    next()
  }

/** Refuses requests that name no version, or one that is not served (Communication 3.3). */
export const needsVersion: RequestHandler = (request, _response, next) => {
  const asked = request.get(headerName)
  if (answering(asked) !== undefined) return next()
  const what = asked === undefined ? 'is missing' : `names a version that is not served: ${asked.slice(0, 20)}`
  throw new LrsError(400, 'version', `the header ${headerName} ${what}; served are ${versions.join(', ')}`)
}

/** The version by which a request that passed `needsVersion` is answered. */
export const versionOf = (request: Request): XapiVersion => answering(request.get(headerName)) ?? '1.0.3'
