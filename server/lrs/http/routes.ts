import { Router, type RequestHandler } from 'express'
import type { Logger } from '../../base/log.js'
import type { XapiVersion } from '../../xapi/index.js'
import type { Attachments } from '../attachments/store.js'
import type { Credentials } from '../credentials/credentials.js'
import { about } from './about.js'
import { alternateSyntax } from './alternate.js'
import { authenticate, needs } from './authenticate.js'
import { statementBody } from './body.js'
import { cors } from './cors.js'
import { documentRoutes, type DocumentUses } from './documents/routes.js'
import { answerError, methodNotAllowed, notFound } from './refusals.js'
import {
  getStatements,
  postStatements,
  putStatement,
  tellConsistency,
  type Reading,
  type Storing,
} from './statements.js'
import { needsVersion, tellVersion } from './version.js'

/** What the resources rest on. */
export interface Resources extends Reading, Storing, DocumentUses {
  credentials: Pick<Credentials, 'verify'>
  /** Counts checks of secrets that cost, and refuses an address that has too many. */
  limitChecks: RequestHandler
  log: Logger
  attachments: Pick<Attachments, 'put' | 'read'>
  consistentThrough: () => Promise<Date>
  fallbackVersion: XapiVersion
  /** The origins whose pages may use the LRS from a browser. */
  corsOrigins: readonly string[]
}

/** The resources of xAPI, each in its place; to be mounted where clients are told that the LRS is. */
export function xapiRouter(uses: Resources): Router {
  const router = Router({ caseSensitive: true })
  const body = statementBody(uses.bodyLimit)

  router.use(tellVersion(uses.fallbackVersion), cors(uses.corsOrigins), alternateSyntax(uses))
  router.get('/about', about).all('/about', methodNotAllowed('GET, HEAD'))
  router.use('/statements', tellConsistency(uses))
  router.use(needsVersion, authenticate(uses))
  router
    .route('/statements')
    .get(needs('statements/read', 'statements/read/mine', 'all/read'), getStatements(uses))
    .put(needs('statements/write'), body, putStatement(uses))
    .post(needs('statements/write'), body, postStatements(uses))
    .all(methodNotAllowed('GET, HEAD, PUT, POST'))
  router.use(documentRoutes(uses))
  router.use(notFound, answerError(uses.log))
  return router
}
