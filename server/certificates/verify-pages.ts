import type { Request, RequestHandler, Response } from 'express'
import { permissions } from '../accounts/index.js'
import type { Fault } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import { recordOf } from './record.js'
import type { CertificatePages } from './routes.js'
import { codeSchema, verifySchema } from './schema.js'

/** GET /verify: asks for a code, and leads to its record. */
export const verifyPage = (): RequestHandler => (req, res) => {
  const { code } = parse(verifySchema, req.query)
  if (code) res.redirect(303, req.link(`/verify/${encodeURIComponent(code)}`))
  else if (code === undefined) form(req, res, {}, 200)
  else form(req, res, { faults: [{ field: 'code', code: 'no-certificate-code' }] }, 422)
}

/** GET /verify/:code: the full record. A malformed code gets the same answer as an unknown one. */
export const recordPage =
  ({ certificates }: CertificatePages): RequestHandler =>
  async (req, res) => {
    const typed = parse(codeSchema, req.params['code'])
    const certificate = await certificates.find(typed)
    if (!certificate) {
      form(req, res, { unknown: true, typed }, 404)
      return
    }
    const state = certificates.stateOf(certificate)
    res.page('certificates/record', {
      title: req.t('certificates:record.title'),
      noindex: true,
      record: recordOf(certificate, { language: req.language, state, score: certificate.scorePublic }),
      // Whoever learns which statements are a named person's learns the name behind an opaque account.
      maySeeStatements:
        permissions.may(req.person, 'see-statements') && permissions.may(req.person, 'see-names', { reason: true }),
      mayRevoke: !certificate.revocation && permissions.may(req.person, 'revoke-certificate'),
    })
  }

interface Asked {
  unknown?: boolean
  typed?: string
  faults?: Fault[]
}

function form(req: Request, res: Response, data: Asked, status: number): void {
  res.page('certificates/verify', { title: req.t('certificates:verify.title'), noindex: true, ...data }, { status })
}
