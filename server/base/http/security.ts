import helmet from 'helmet'
import type { RequestHandler } from 'express'

/**
 * Security headers. Nothing inline and nothing from elsewhere is allowed, so that a text that slips through the
 * sanitizer still runs no script. `upgradeInsecureRequests` and HSTS only where the site is served by https.
 */
export function securityHeaders(baseUrl: string): RequestHandler {
  const https = baseUrl.startsWith('https:')
  return helmet({
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
}
