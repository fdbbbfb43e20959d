import { join } from 'node:path'
import type { Express, Request, RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import { accountsRoutes, createAccounts, permissions, type Accounts, type Person } from './accounts/index.js'
import {
  courseStateRoutes,
  credentialRoutes,
  forwardingRoutes,
  peopleRoutes,
  statementRoutes,
} from './administration/index.js'
import { createAudit, type Audit } from './base/audit.js'
import type { Clock } from './base/clock.js'
import { ensureIndexes, type Database } from './base/database/index.js'
import { createSite, indexSessions, sweepSessions, type Chrome } from './base/http/index.js'
import { createI18n, type I18n } from './base/i18n.js'
import { createJobs, eachByItself } from './base/jobs.js'
import type { Language } from './base/languages.js'
import type { Logger } from './base/log.js'
import { createMailer, type Mailer } from './base/mail.js'
import { projectRoot } from './base/paths.js'
import type { Settings } from './base/settings.js'
import {
  certificateRoutes,
  createCertificates,
  present,
  verifyAddress,
  type Certificate,
  type Certificates,
} from './certificates/index.js'
import { courseMediaRoutes, createCourses, type Courses } from './courses/index.js'
import { createLearning, learningRoutes, type Learning } from './learning/index.js'
import { createForwarding, createLrs, sharedSecret, type Forwarding, type Lrs } from './lrs/index.js'
import { erasersOf, exportersOf } from './personal-data.js'
import { createStatistics, statisticsRoutes, type Statistics } from './statistics/index.js'
import { createVocabulary, type Vocabulary } from './xapi/index.js'

/** What the modules stand on. */
interface Services {
  settings: Settings
  connection: Connection
  log: Logger
  clock: Clock
  /** By default the one that the settings describe. */
  mailer?: Mailer
  /** The folder of the shipped courses. */
  courseDirectory?: string
}

export interface Deps extends Omit<Services, 'connection'> {
  database: Database
}

/** The modules, wired: what pages, tools and tests work with. */
export interface College {
  i18n: I18n
  audit: Audit
  lrs: Lrs
  vocabulary: Vocabulary
  forwarding: Forwarding
  accounts: Accounts
  courses: Courses
  learning: Learning
  certificates: Certificates
  statistics: Statistics
}

export interface Platform {
  app: Express
  college: College
  /** Begins the work that waits for no request: imports, recovery, sweeps. */
  start(): Promise<void>
  /** Ends that work; called when no request is being answered any more. */
  stop(): Promise<void>
}

/** Wires the modules together, from the lowest to the highest, and hands upwards by callback what must go upwards. */
export async function build(deps: Deps): Promise<Platform> {
  const college = await createCollege({ ...deps, connection: deps.database.connection })
  const app = createPages(deps, college)
  const jobs = createJobs(deps.log)
  return {
    app,
    college,
    async start() {
      await ensureIndexes(deps.database.connection)
      await indexSessions(deps.database.connection)
      await college.lrs.credentials.ensureDefault(deps.settings.lrsDefault)
      await college.courses.importShipped()
      const recover = eachByItself(deps.log, {
        'finish what learners submitted': () => college.learning.recover(),
        'sweep outboxes': () => college.lrs.outbox.sweep(),
        'follow the statements': () => college.statistics.catchUp(),
      })
      const finishErasures = () => college.accounts.ownData.finishErasures(erasersOf(college, deps.settings.iriBase))
      const retryRefused = () => college.lrs.outbox.retryRefused()
      await eachByItself(deps.log, { retryRefused, recover, finishErasures })()
      jobs.every(5, 'recover', recover)
      jobs.every(2, 'forward statements', () => college.forwarding.tend())
      jobs.every(600, 'sweep accounts', () => college.accounts.sweep())
      jobs.every(600, 'finish erasures', finishErasures)
      jobs.every(3600, 'sweep attachments', () => college.lrs.attachments.sweep())
      jobs.every(600, 'sweep sessions', () =>
        sweepSessions({ connection: deps.database.connection, clock: deps.clock }),
      )
      jobs.every(600, 'tell focal points', () => college.accounts.tellFocalPoints())
    },
    async stop() {
      await jobs.stop()
      await college.forwarding.stop()
      await college.accounts.settled()
      await college.lrs.settled()
    },
  }
}

/** The modules without their pages. */
export async function createCollege({
  settings,
  connection,
  log,
  clock,
  mailer,
  courseDirectory,
}: Services): Promise<College> {
  const { iriBase, baseUrl } = settings
  const shared = { connection, clock, log }
  const vocabulary = createVocabulary(iriBase, await sharedSecret(connection, 'statement-ids'))
  const i18n = await createI18n()
  const audit = createAudit(shared)
  const lrs = await createLrs({ ...shared, ...settings.lrs, iriBase })
  const forwarding = createForwarding({
    ...{ ...shared, lrs, vocabulary, ownBase: baseUrl },
    passphrase: settings.forwardingSecret ?? settings.sessionSecret,
    privateHosts: settings.forwardingPrivateHosts ?? [],
    attachment: (sha2) => lrs.attachments.read(sha2),
  })
  const accounts = createAccounts({
    ...shared,
    mailer: mailer ?? createMailer({ ...settings, clock, from: `no-reply@${new URL(baseUrl).hostname}` }),
    audit,
    i18n,
    lrs,
    vocabulary,
    baseUrl,
    imprint: settings.imprint,
  })
  const directory = courseDirectory ?? join(projectRoot, 'courses')
  const courses = createCourses({ ...shared, directory, t: i18n.t })
  const statistics = createStatistics({ connection, lrs, vocabulary, parties: accounts.parties })
  const certificates = createCertificates({ ...shared, audit, lrs, vocabulary, courses, accounts, baseUrl, t: i18n.t })
  const learning = createLearning({
    ...shared,
    iriBase,
    accounts,
    courses,
    lrs,
    vocabulary,
    mayRenew: certificates.mayRenew,
    async onExaminationPassed(pass) {
      await certificates.issue(pass)
      // So that whoever looks next sees the certificate in the figures.
      await statistics.catchUp()
    },
  })
  return { i18n, audit, lrs, vocabulary, forwarding, accounts, courses, learning, certificates, statistics }
}

function createPages({ settings, database, log, clock }: Deps, college: College): Express {
  const { accounts, certificates, courses, i18n, learning, lrs } = college
  const { connection } = database
  const pages: RequestHandler[] = [
    accounts.countWaiting,
    learningRoutes({
      learning,
      courses,
      clock,
      certificatesOf: certificates.heldBy,
      mayRenew: certificates.mayRenew,
    }),
    accountsRoutes({
      accounts,
      connection,
      clock,
      home: firstPageOf,
      isPrintable: certificates.canPrint,
      exporters: exportersOf(college, settings.iriBase),
      erasers: erasersOf(college, settings.iriBase),
    }),
    certificateRoutes({ certificates, connection, clock }),
    statisticsRoutes({ statistics: college.statistics, accounts, courses, clock }),
    ...staffPages({ settings, clock }, college),
  ]
  return createSite({
    baseUrl: settings.baseUrl,
    imprint: settings.imprint,
    sessionSecret: settings.sessionSecret,
    trustProxy: settings.trustProxy,
    connection,
    clock,
    log,
    i18n,
    isReady: () => database.answers(),
    isAvailable: () => database.isAvailable(),
    chrome,
    withoutSession: [
      { path: '/xapi', handler: lrs.router() },
      { path: '/media', handler: courseMediaRoutes(courses) },
      { path: '/verify', handler: verifyAddress() },
    ],
    identify: accounts.signIn.identify,
    pages,
  })
}

/** Where somebody's work is: most come to learn. */
function firstPageOf({ roles }: Person): string {
  if (roles.includes('focal-point')) return '/my-party'
  if (roles.includes('secretariat')) return '/administration/people'
  return roles.includes('administrator') ? '/administration/roles' : '/learning'
}

/** The pages of those with a role. */
function staffPages({ settings, clock }: Pick<Deps, 'settings' | 'clock'>, college: College): RequestHandler[] {
  const { accounts, audit, certificates, courses, learning, lrs, vocabulary } = college
  const titles = (language: Language) =>
    courses.catalogue().map((course) => ({ id: course.id, ...courses.text(course, language) }))
  const shared = { accounts, audit, clock, lrs }
  return [
    peopleRoutes({
      ...shared,
      enrolmentsOf: async (ids) => byAccount(await learning.enrolments(ids)),
      certificatesOf: async (ids) => byAccount((await certificates.of(ids)).map(held)),
      courses: titles,
    }),
    courseStateRoutes(courses),
    credentialRoutes({
      ...{ ...shared, iriBase: settings.iriBase },
      endpoint: `${settings.baseUrl}/xapi`,
    }),
    forwardingRoutes({
      ...{ forwarding: college.forwarding, credentials: lrs.credentials },
      ...{ parties: accounts.parties, audit },
    }),
    statementRoutes({
      ...{ ...shared, vocabulary, courses: titles },
      async certificateActivity(code) {
        const certificate = await certificates.find(code)
        return certificate && certificates.activityOf(certificate)
      },
    }),
  ]
}

/** A certificate as a focal point sees it: no score, no attempt. */
function held(certificate: Certificate) {
  const { issuedAt, validUntil } = present(certificate)
  const { account, code, course, revocation } = certificate
  return { account, code, course: course.id, issuedAt, validUntil, revokedAt: revocation?.at }
}

function byAccount<T extends { account: string }>(rows: T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>()
  for (const row of rows) grouped.set(row.account, [...(grouped.get(row.account) ?? []), row])
  return grouped
}

/** The ways that a person has, by what they may do. */
function chrome(req: Request): Chrome {
  const { person } = req
  const may = (action: Parameters<typeof permissions.may>[1]) => permissions.may(person, action)
  const ways: [path: string, key: string, shown: boolean][] = [
    ['/courses', 'courses', true],
    ['/learning', 'learning', person !== undefined],
    ['/my-party', 'party', person?.roles.includes('focal-point') ?? false],
    ['/indicator/3.2.1', 'figures', permissions.may(person, 'see-figures', {})],
    ['/administration/people', 'people', may('look-up-people')],
    ['/administration/focal-points', 'focalPoints', may('appoint-focal-point')],
    ['/statements', 'statements', may('see-statements')],
    ['/administration/credentials', 'credentials', may('see-credentials')],
    ['/administration/roles', 'roles', may('give-role')],
    ['/administration/courses', 'courseState', may('see-course-state')],
    ['/administration/forwarding', 'forwarding', may('forward-statements')],
    ['/administration/audit', 'audit', may('see-audit')],
  ]
  return {
    navigation: ways
      .filter(([, , shown]) => shown)
      .map(([path, key]) => {
        const href = req.link(path)
        return {
          href,
          label: req.t(`common:nav.${key}`),
          current: req.originalUrl.split('?', 1)[0]?.startsWith(href) ?? false,
          ...(key === 'party' && req.waiting ? { waiting: req.waiting } : {}),
        }
      }),
    person: person && { name: person.name },
  }
}
