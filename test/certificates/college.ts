import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import { createAccounts, type Person } from '../../server/accounts/index.js'
import { createAudit } from '../../server/base/audit.js'
import { createSite } from '../../server/base/http/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { createMailer } from '../../server/base/mail.js'
import {
  certificateRoutes,
  createCertificates,
  verifyAddress,
  type CertificatesOptions,
} from '../../server/certificates/index.js'
import { createCourses } from '../../server/courses/index.js'
import type { ExaminationPass } from '../../server/learning/index.js'
import { createLrs } from '../../server/lrs/index.js'
import { createVocabulary, type Statement } from '../../server/xapi/index.js'
import { smallPackage, temporaryFolder } from '../courses/package.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

export const iriBase = 'https://college.test'
export const baseUrl = 'https://college.test'
export const password = 'a long password of tests'
const day = 24 * 60

/** Certificates and all they stand on, as they really are, on the real engine. */
export async function certificateCollege() {
  const database = await testDatabase()
  const { connection } = database
  const dataDir = await mkdtemp(join(tmpdir(), 'certificates-'))
  const [clock, log, i18n] = [movableClock(), createLog('silent'), await createI18n()]
  const audit = createAudit({ connection, clock })
  const lrs = await createLrs({ connection, clock, log, iriBase })
  const vocabulary = createVocabulary(iriBase, 'a secret of tests')
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from: 'college@example.org', intoFiles: true, clock })
  const base = { connection, clock, log, audit, lrs, vocabulary, baseUrl }
  const accounts = createAccounts({ ...base, mailer, i18n, evenAnswerMs: 0 })
  const packages = await temporaryFolder()
  await packages.write('small', smallPackage())
  const courses = createCourses({ connection, clock, log, directory: packages.folder, t: i18n.t })
  const certificatesWith = (over: Partial<CertificatesOptions>) =>
    createCertificates({ ...base, courses, accounts, t: i18n.t, ...over })
  const certificates = certificatesWith({})
  await Promise.all(connection.modelNames().map((name) => connection.model(name).createIndexes()))
  await courses.importShipped()

  /** Somebody from customs in Kenya, confirmed; @returns the account. */
  async function admit(name: string, over: { email?: string; party?: string } = {}): Promise<string> {
    const email = over.email ?? `${Math.random().toString(36).slice(2)}@example.org`
    const place = { party: over.party ?? 'KE', agency: 'customs' as const }
    const confirmed = { by: 'command', at: new Date(clock.now().getTime() - day * 60_000) }
    return accounts.entry.admit({ name, email, language: 'en', ...place }, { password, confirmed })
  }

  let attempts = 0
  /** A passed examination of the small course, now. */
  const pass = (account: string, over: Partial<ExaminationPass> = {}): ExaminationPass => ({
    account,
    attempt: `00000000-0000-4000-8000-${String(++attempts).padStart(12, '0')}`,
    passedAt: clock.now(),
    percent: 87,
    registration: '7d0a5f0e-1111-4222-8333-444455556666',
    course: 'small',
    version: '1.0.0',
    language: 'en',
    ...over,
  })

  /** Who asks is named by a header here: signing in is another module's matter. */
  const identify: RequestHandler = async (req, _res, next) => {
    const id = req.get('x-person')
    const person = id ? await accounts.person(id) : undefined
    if (person)
      req.person = req.get('x-secretariat') ? ({ ...person, roles: ['secretariat'] } satisfies Person) : person
    next()
  }
  const app = createSite({
    baseUrl: 'http://127.0.0.1',
    sessionSecret: 'x'.repeat(32),
    connection,
    log,
    i18n,
    isReady: async () => true,
    isAvailable: () => true,
    chrome: (req) => ({ navigation: [], person: req.person }),
    withoutSession: [{ path: '/verify', handler: verifyAddress() }],
    identify: [identify],
    pages: [certificateRoutes({ certificates, connection, clock })],
  })

  return {
    ...{ connection, clock, audit, lrs, accounts, courses, packages, certificates, i18n, app, admit, pass },
    /** The same certificates, on other things beside them. */
    certificatesWith,
    passDays: (days: number) => clock.pass(days * day),
    /** The statements of a person that tell of certificates, in the order of storing. */
    async said(account: string): Promise<Statement[]> {
      const { statements } = await lrs.find({
        agent: { account: { homePage: iriBase, name: account } },
        ascending: true,
      })
      return statements
        .map(({ statement }) => statement)
        .filter(({ verb }) => verb.id === vocabulary.verbs.earned.id || verb.id === vocabulary.verbs.revoked.id)
    },
    async drop() {
      await lrs.settled()
      await accounts.settled()
      await packages.drop()
      await rm(dataDir, { recursive: true, force: true })
      await database.drop()
    },
  }
}
export type CertificateCollege = Awaited<ReturnType<typeof certificateCollege>>
