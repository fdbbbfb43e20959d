import express, { Router, type RequestHandler } from 'express'
import type { Logger } from '../../base/log.js'
import type { SentStatement, XapiVersion } from '../../xapi/index.js'
import type { Credential } from '../credentials/credential.js'
import type { Credentials } from '../credentials/credentials.js'
import type { Find } from '../statements/find.js'
import type { KeptStatement } from '../statements/store.js'
import { about } from './about.js'
import { authenticate, needs } from './authenticate.js'
import { needsJson } from './body.js'
import { answerError, methodNotAllowed, notFound } from './refusals.js'
import { getStatements, postStatements, putStatement, tellConsistency } from './statements.js'
import { needsVersion, tellVersion } from './version.js'

/** What the resources rest on. */
export interface Resources {
  credentials: Pick<Credentials, 'verify'>
  /** Counts checks of secrets that cost, and refuses an address that has too many. */
  limitChecks: RequestHandler
  log: Logger
  find: Find
  /** @param id in lower case */
  byId: (id: string) => Promise<KeptStatement | undefined>
  /** Stores valid statements, all or none. @returns their ids, in order */
  store: (sent: SentStatement[], credential: Credential) => Promise<string[]>
  consistentThrough: () => Promise<Date>
  fallbackVersion: XapiVersion
  /** The largest body of a request, in bytes. */
  bodyLimit: number
}

/** The resources of xAPI, each in its place; to be mounted where clients are told that the LRS is. */
export function xapiRouter(uses: Resources): Router {
  const router = Router({ caseSensitive: true })
  const body = [needsJson, express.raw({ type: () => true, limit: uses.bodyLimit })]

  router.use(tellVersion(uses.fallbackVersion))
  router.get('/about', about).all('/about', methodNotAllowed('GET, HEAD'))
  router.use('/statements', tellConsistency(uses))
  router.use(needsVersion, authenticate(uses))
  router
    .route('/statements')
    .get(needs('statements/read', 'statements/read/mine', 'all/read'), getStatements(uses))
    .put(needs('statements/write'), body, putStatement(uses))
    .post(needs('statements/write'), body, postStatements(uses))
    .all(methodNotAllowed('GET, HEAD, PUT, POST'))
  router.use(notFound, answerError(uses.log))
  return router
}
