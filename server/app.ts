import { join } from 'node:path'
import type { Express } from 'express'
import type { Connection } from 'mongoose'
import { createAccounts, type Accounts } from './accounts/index.js'
import { createAudit, type Audit } from './base/audit.js'
import type { Clock } from './base/clock.js'
import { ensureIndexes, type Database } from './base/database/index.js'
import { indexSessions, sweepSessions } from './base/http/index.js'
import { createI18n, type I18n } from './base/i18n.js'
import { createJobs, eachByItself } from './base/jobs.js'
import type { Logger } from './base/log.js'
import { createMailer, type Mailer } from './base/mail.js'
import { projectRoot } from './base/paths.js'
import type { Settings } from './base/settings.js'
import { createCertificates, type Certificates } from './certificates/index.js'
import { createCourses, type Courses } from './courses/index.js'
import { createLearning, type Learning } from './learning/index.js'
import { createForwarding, createLrs, sharedSecret, type Forwarding, type Lrs } from './lrs/index.js'
import { erasersOf } from './personal-data.js'
import { siteOf } from './site.js'
import { createStatistics, type Statistics } from './statistics/index.js'
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
  const app = siteOf(deps, college)
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
