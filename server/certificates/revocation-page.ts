import type { Request, RequestHandler, Response } from 'express'
import { signedIn } from '../accounts/index.js'
import { conflict, notFound, type Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import { recordOf } from './record.js'
import type { CertificatePages } from './routes.js'
import { codeSchema, revocationSchema } from './schema.js'
import type { Certificate } from './types.js'

/** GET: asks for the reason. */
export const revocationPage =
  (pages: CertificatePages): RequestHandler =>
  async (req, res) => {
    show(pages, req, res, await revocable(pages, req))
  }

/** POST: revokes, and shows the public page. */
export const revokeCertificate =
  (pages: CertificatePages): RequestHandler =>
  async (req, res) => {
    const certificate = await revocable(pages, req)
    const { data, faults } = checkForm(revocationSchema, req.body)
    if (faults) {
      show(pages, req, res, certificate, { faults, values: req.body as unknown })
      return
    }
    const { code } = certificate
    await pages.certificates.revoke({ code, reason: data.reason, by: signedIn(req).id })
    req.notice('certificates:notice.revoked')
    res.redirect(303, req.link(`/verify/${code}`))
  }

async function revocable({ certificates }: CertificatePages, req: Request): Promise<Certificate> {
  const certificate = await certificates.find(parse(codeSchema, req.params['code']))
  if (!certificate) throw notFound('no-such-certificate')
  if (certificate.revocation) throw conflict('certificate-already-revoked')
  return certificate
}

function show(
  { certificates }: CertificatePages,
  req: Request,
  res: Response,
  certificate: Certificate,
  faulty?: { faults: Fault[]; values: unknown },
): void {
  const { language } = req
  const record = recordOf(certificate, { language, state: certificates.stateOf(certificate), score: false })
  const title = req.t('certificates:revocation.title')
  res.page('certificates/revocation', { title, noindex: true, record, ...faulty }, { status: faulty ? 422 : 200 })
}
