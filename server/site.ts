import type { Express, Request, RequestHandler } from 'express'
import { accountsRoutes, permissions, type Person } from './accounts/index.js'
import {
  courseStateRoutes,
  credentialRoutes,
  forwardingRoutes,
  peopleRoutes,
  statementRoutes,
} from './administration/index.js'
import type { College, Deps } from './app.js'
import { createSite, type Chrome } from './base/http/index.js'
import type { Language } from './base/languages.js'
import { certificateRoutes, present, verifyAddress, type Certificate } from './certificates/index.js'
import { courseMediaRoutes } from './courses/index.js'
import { learningRoutes } from './learning/index.js'
import { erasersOf, exportersOf } from './personal-data.js'
import { statisticsRoutes } from './statistics/index.js'

/** The pages and interfaces of the modules, put together into one site. */
export function siteOf({ settings, database, log, clock }: Deps, college: College): Express {
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
