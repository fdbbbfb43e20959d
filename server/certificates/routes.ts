import { Router } from 'express'
import type { Connection } from 'mongoose'
import { allow, requirePerson } from '../accounts/index.js'
import type { Clock } from '../base/clock.js'
import { rateLimit } from '../base/http/index.js'
import type { Certificates } from './certificates.js'
import { certificatePage, minePage, pdf, chooseName, chooseScore } from './holder-pages.js'
import { revocationPage, revokeCertificate } from './revocation-page.js'
import { recordPage, verifyPage } from './verify-pages.js'

export interface CertificatePages {
  certificates: Certificates
  connection: Connection
  clock: Clock
}

/** The pages of certificates, mounted under each language. `/verify` is open to everybody. */
export function certificateRoutes(pages: CertificatePages): Router {
  const router = Router()
  const secretariat = allow('revoke-certificate')
  router.get('/verify', verifyPage())
  router.get('/verify/:code', slowGuessing(pages), recordPage(pages))
  router.get('/certificates', requirePerson, minePage(pages))
  router.get('/certificates/:code', requirePerson, certificatePage(pages))
  router.get('/certificates/:code/:language.pdf', requirePerson, spareProcessor(pages), pdf(pages))
  router.post('/certificates/:code/score', requirePerson, chooseScore(pages))
  router.post('/certificates/:code/name', requirePerson, chooseName(pages))
  router.get('/certificates/:code/revocation', secretariat, revocationPage(pages))
  router.post('/certificates/:code/revocation', secretariat, revokeCertificate(pages))
  return router
}

/**
 * The addresses on paper name no language: they lead to the reader's. Mounted at `/verify`, outside the languages.
 */
export function verifyAddress(): Router {
  const router = Router()
  router.get(['/', '/:code'], (req, res) => {
    res.vary('Accept-Language')
    res.set('X-Robots-Tag', 'noindex')
    res.redirect(302, req.link(req.originalUrl))
  })
  return router
}

/** Eighty bits are not guessed; this keeps others from trying at our cost, and leaves a busy counter room enough. */
const slowGuessing = ({ connection, clock }: CertificatePages) =>
  rateLimit({ name: 'verify', connection, clock, limit: 120, windowSeconds: 600 })

/** A PDF takes some tens of milliseconds of a processor. */
const spareProcessor = ({ connection, clock }: CertificatePages) =>
  rateLimit({
    name: 'certificate-pdf',
    connection,
    clock,
    limit: 60,
    windowSeconds: 600,
    key: (req) => req.person?.id ?? '',
  })
