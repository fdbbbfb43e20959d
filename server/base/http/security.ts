import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Security headers, the same on every answer: helmet is asked for them once. Nothing inline and nothing from elsewhere
 * is allowed, so that a text that slips through the sanitizer still runs no script. `upgradeInsecureRequests` and HSTS
 * only where the site is served by https.
 */
export function securityHeaders(baseUrl: string): RequestHandler {
  const headers = headersOf(withHelmet(baseUrl.startsWith('https:')))
  return (_req, res, next) => {
    res.setHeaders(headers)
    next()
  }
}

/** What a middleware that looks at nothing of a request sets on every answer. */
function headersOf(middleware: Middleware): Map<string, string> {
  const headers = new Map<string, string>()
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  }
  middleware({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error) throw error as Error
  })
  return headers
}

type Middleware = ReturnType<typeof helmet>

const withHelmet = (https: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
    // Another site's page may not read ours, but pictures of a course may be shown elsewhere.
    crossOriginEmbedderPolicy: false,
  })
