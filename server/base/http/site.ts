import compression from 'compression'
import express, { type Express, type Request, type RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import { helpers } from '../../../views/helpers/index.js'
import { systemClock, type Clock } from '../clock.js'
import { AppError } from '../errors.js'
import type { I18n } from '../i18n.js'
import type { Imprint } from '../imprint.js'
import type { Logger } from '../log.js'
import { createAssets } from './assets.js'
import { csrfProtection } from './csrf.js'
import { errorPages, unknownAddress } from './errors.js'
import { health } from './health.js'
import { localise, underEveryLanguage } from './localise.js'
import { pages } from './page.js'
import { readsAnew } from './reads-anew.js'
import { requestLog } from './request-log.js'
import { securityHeaders } from './security.js'
import { sessions } from './session.js'
import { createTemplates } from './templates.js'
import type { Chrome } from './types.js'

export interface SiteOptions {
  baseUrl: string
  sessionSecret: string
  connection: Connection
  clock?: Clock
  /** Whose word for a request's address is taken (Express's `trust proxy`): the proxies in front. */
  trustProxy?: string | number | undefined
  log: Logger
  i18n: I18n
  /** Asks the database. */
  isReady: () => Promise<boolean>
  /** Whether the database was there when it was last heard of; absent: always. */
  isAvailable?: () => boolean
  /** Who runs the site: for every page. */
  imprint?: Imprint | undefined
  /** What the layout shows around a page. */
  chrome: (req: Request) => Chrome
  /** Before sessions, cookies and CSRF: interfaces for programs, and files. Keyed by where they are mounted. */
  withoutSession: { path: string; handler: RequestHandler }[]
  /** Between the session and the pages: who is it? */
  identify: RequestHandler[]
  /** The page routers of the modules, mounted under each language. */
  pages: RequestHandler[]
}

/** A form's fields; a long examination stays far below. */
const formLimit = '200kb'

/**
 * Puts the middleware in its order: log, headers, health, files and programs' interfaces; then session, person,
 * language, form check, pages; errors last.
 */
export function createSite(options: SiteOptions): Express {
  const { i18n } = options
  const secure = options.baseUrl.startsWith('https:')
  const assets = createAssets()
  const templates = createTemplates(helpers)
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('trust proxy', options.trustProxy ?? 'loopback')
  app.set('query parser', 'simple')

  app.use(
    requestLog(options.log),
    securityHeaders(options.baseUrl),
    health(options.isReady),
    localise(i18n),
    pages({ templates, assets, baseUrl: options.baseUrl, imprint: options.imprint, chrome: options.chrome }),
  )
  app.use('/assets', assets.handler)
  for (const { path, handler } of options.withoutSession) app.use(path, handler)
  app.use(
    compression({ level: 5 }),
    refuseWhileAway(options.isAvailable ?? (() => true)),
    readsAnew({ secure }),
    sessions({
      connection: options.connection,
      clock: options.clock ?? systemClock,
      secret: options.sessionSecret,
      secure,
    }),
    ...options.identify,
    express.urlencoded({ extended: false, limit: formLimit, parameterLimit: 2000 }),
    csrfProtection,
  )
  const router = express.Router({ caseSensitive: true })
  router.use(...options.pages)
  app.use(underEveryLanguage(router), unknownAddress, errorPages({ i18n, log: options.log }))
  return app
}

/** Answers at once where the database is away, rather than after the driver has waited for it. */
const refuseWhileAway =
  (isAvailable: () => boolean): RequestHandler =>
  (_req, _res, next) => {
    next(isAvailable() ? undefined : new AppError(503, 'database-away', { retryAfterSeconds: 5 }))
  }
