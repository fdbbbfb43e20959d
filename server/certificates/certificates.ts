import type { Language } from '../base/languages.js'
import type { ExaminationPass, HeldCertificate } from '../learning/index.js'
import { readCode } from './code.js'
import { addressOf, download, isPrintable, offeredName, takeLatinName } from './download.js'
import type { CertificatesOptions, Engine } from './engine.js'
import { issue } from './issue.js'
import { createPaper } from './pdf/index.js'
import { wordsOf } from './record.js'
import { revoke, type Revoking } from './revoke.js'
import { nameInStatements } from './statements.js'
import { createStore } from './store.js'
import { isRenewable, present, stateOf } from './terms.js'
import type { Certificate, State } from './types.js'

export interface Certificates {
  /** Issues or renews; idempotent per attempt. @returns undefined where the person was erased in the meantime */
  issue(pass: ExaminationPass): Promise<Certificate | undefined>
  /** Those of some people, the one issued last first. */
  of(accounts: string[]): Promise<Certificate[]>
  /** By its code as anybody may type it; undefined for a malformed code as for an unknown one. */
  find(code: string): Promise<Certificate | undefined>
  /** As the pages of learning show them, the one issued last first. */
  heldBy(account: string): Promise<HeldCertificate[]>
  /** The holder's page of their certificate for a course, without the language. */
  linkFor(account: string, course: string): Promise<string | undefined>
  /** Whether a new examination would renew it now; false where there is none, or it was revoked. */
  mayRenew(account: string, course: string, version: string): Promise<boolean>
  stateOf(certificate: Certificate): State
  /** What statements call a certificate: their activity's id. */
  activityOf(certificate: Certificate): string
  /** The public, language-neutral address. */
  addressOf(code: string): string
  /** The PDF, for its holder. @throws AppError 404 'no-such-certificate', 409 'certificate-revoked', 'certificate-name-script' */
  download(code: string, account: string, language: Language): Promise<Buffer>
  /** Whether the fonts can show a name. */
  canPrint(name: string): boolean
  /** Whether the fonts can show the name that would be printed. */
  isPrintable(certificate: Certificate): boolean
  /** The name of the profile that `takeLatinName` would take. */
  offeredName(certificate: Certificate): Promise<string | undefined>
  /** Prints the profile's name in Latin letters beside one that cannot be printed. @throws AppError as `download` */
  takeLatinName(code: string, account: string): Promise<void>
  /** The holder decides whether the public page shows the score. */
  showScore(code: string, account: string, show: boolean): Promise<void>
  /** @throws AppError 404 'no-such-certificate', 409 'certificate-already-revoked' */
  revoke(request: Revoking): Promise<void>
  /** For the export of a person's own data. */
  exporter: { name: string; collect(account: string): Promise<unknown> }
  /** For the erasure of a person: the name goes, the certificate stays. May be called again. */
  eraser(account: string): Promise<void>
}

/** What a person passed, as a document that outlives the course and the account. */
export function createCertificates(options: CertificatesOptions): Certificates {
  const { connection, clock, lrs, vocabulary, baseUrl } = options
  const store = createStore(connection)
  const engine: Engine = { ...options, store, paper: createPaper() }
  lrs.outbox.register(store.collection)
  const held = (certificate: Certificate) => heldCertificate(certificate, stateOf(certificate, clock.now()))

  return {
    issue: (pass) => issue(engine, pass),
    of: (accounts) => store.ofAccounts(accounts),
    async find(typed) {
      const code = readCode(typed)
      return code === undefined ? undefined : store.byCode(code)
    },
    heldBy: async (account) => (await store.ofAccounts([account])).map(held),
    async linkFor(account, course) {
      const last = (await store.ofAccounts([account])).find((one) => one.course.id === course)
      return last && held(last).href
    },
    async mayRenew(account, course, version) {
      const certificate = await store.byKey({ account, course, version })
      return certificate !== undefined && isRenewable(certificate, clock.now())
    },
    stateOf: (certificate) => stateOf(certificate, clock.now()),
    activityOf: (certificate) => vocabulary.activity.certificate(nameInStatements(vocabulary, certificate)),
    addressOf: (code) => addressOf(baseUrl, code),
    download: (code, account, language) => download(engine, code, account, language),
    canPrint: (name) => engine.paper.canShow(name),
    isPrintable: (certificate) => isPrintable(engine, certificate),
    offeredName: (certificate) => offeredName(engine, certificate),
    takeLatinName: (code, account) => takeLatinName(engine, code, account),
    showScore: (code, account, show) => store.setScorePublic(code, account, show),
    revoke: (request) => revoke(engine, request),
    exporter: { name: 'certificates', collect: (account) => store.ofAccounts([account]) },
    eraser: (account) => store.eraseNames(account, clock.now()),
  }
}

function heldCertificate(certificate: Certificate, state: State): HeldCertificate {
  const { issuedAt, validUntil, language } = present(certificate)
  return {
    course: certificate.course.id,
    title: wordsOf(certificate.course, language).title,
    href: `/certificates/${certificate.code}`,
    issuedAt,
    validUntil,
    state,
  }
}
