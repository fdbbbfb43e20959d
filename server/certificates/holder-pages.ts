import type { Request, RequestHandler } from 'express'
import { signedIn } from '../accounts/index.js'
import { notFound } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import { languages } from '../base/languages.js'
import { recordOf } from './record.js'
import type { CertificatePages } from './routes.js'
import { codeSchema, downloadSchema, scoreSchema } from './schema.js'
import type { Certificate } from './types.js'

const pathOf = ({ code }: Certificate) => `/certificates/${code}`

/** GET /certificates: the person's own. */
export const minePage =
  ({ certificates }: CertificatePages): RequestHandler =>
  async (req, res) => {
    const held = await certificates.of([signedIn(req).id])
    res.page('certificates/mine', {
      title: req.t('certificates:mine.title'),
      records: held.map((one) => ownRecord(certificates, req, one)),
    })
  }

/** GET /certificates/:code: for its holder. */
export const certificatePage =
  (pages: CertificatePages): RequestHandler =>
  async (req, res) => {
    const { certificates } = pages
    const certificate = await own(pages, req)
    const { account, course, scorePublic } = certificate
    const isPrintable = certificates.isPrintable(certificate)
    res.page('certificates/certificate', {
      title: req.t('certificates:record.title'),
      noindex: true,
      trail: [{ href: req.link('/certificates'), label: req.t('certificates:mine.title') }],
      record: ownRecord(certificates, req, certificate),
      path: pathOf(certificate),
      address: certificates.addressOf(certificate.code),
      downloads: [...languages].sort((a, b) => Number(b === req.language) - Number(a === req.language)),
      scorePublic,
      isPrintable,
      offeredName: isPrintable ? undefined : await certificates.offeredName(certificate),
      mayRenew: await certificates.mayRenew(account, course.id, course.version),
      examination: req.link(`/courses/${course.id}/examination`),
    })
  }

/** GET: the PDF in a language. */
export const pdf =
  ({ certificates }: CertificatePages): RequestHandler =>
  async (req, res) => {
    const { code, language } = parse(downloadSchema, req.params)
    const file = await certificates.download(code, signedIn(req).id, language)
    res.set('Cache-Control', 'private, no-cache').set('X-Robots-Tag', 'noindex')
    res.attachment(`${code}-${language}.pdf`).type('pdf').send(file)
  }

/** POST: whether the public page shows the score. */
export const chooseScore =
  (pages: CertificatePages): RequestHandler =>
  async (req, res) => {
    const { show } = parse(scoreSchema, req.body)
    const certificate = await own(pages, req)
    await pages.certificates.showScore(certificate.code, certificate.account, show === 'yes')
    req.notice('certificates:notice.score')
    res.redirect(303, req.link(pathOf(certificate)))
  }

/** POST: prints the profile's name in Latin letters where the certified one cannot be printed. */
export const chooseName =
  (pages: CertificatePages): RequestHandler =>
  async (req, res) => {
    const certificate = await own(pages, req)
    await pages.certificates.takeLatinName(certificate.code, certificate.account)
    req.notice('certificates:notice.latinName')
    res.redirect(303, req.link(pathOf(certificate)))
  }

const ownRecord = (certificates: CertificatePages['certificates'], { language }: Request, certificate: Certificate) =>
  recordOf(certificate, { language, state: certificates.stateOf(certificate), score: true })

/** The certificate of the address, which must be the reader's own. @throws AppError 404 'no-such-certificate' */
async function own({ certificates }: CertificatePages, req: Request): Promise<Certificate> {
  const certificate = await certificates.find(parse(codeSchema, req.params['code']))
  if (certificate?.account !== signedIn(req).id) throw notFound('no-such-certificate')
  return certificate
}
