import type { RequestHandler } from 'express'
import request from 'supertest'
import type { Affiliation, Person } from '../../server/accounts/index.js'
import { createSite } from '../../server/base/http/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { createCourses } from '../../server/courses/index.js'
import {
  createLearning,
  learningRoutes,
  type ExaminationPass,
  type HeldCertificate,
} from '../../server/learning/index.js'
import { createVocabulary, type Statement } from '../../server/xapi/index.js'
import { change, smallPackage, temporaryFolder } from '../courses/package.js'
import { testLrs } from '../quizzes/engine.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

const iriBase = 'https://college.test'
const affiliation: Affiliation = { party: 'KE', agency: 'customs', status: 'confirmed', since: new Date('2026-01-01') }

const personOf = (id: string): Person => ({
  id,
  name: `Officer ${id}`,
  email: `${id}@example.org`,
  emailConfirmed: true,
  language: 'en',
  affiliation,
  roles: ['learner'],
  trainerOf: [],
  focalPointOf: undefined,
})

/** Who asks is named by a header here: signing in is another module's matter. */
const identify: RequestHandler = (req, _res, next) => {
  const id = req.get('x-person')
  if (id) req.person = personOf(id)
  next()
}

interface Hooks {
  mayRenew: boolean
  onExaminationPassed(pass: ExaminationPass): Promise<void>
}

/** Courses, learning and its pages on the real engine; certificates are noted instead of issued. */
export async function testCollege() {
  const database = await testDatabase()
  const { connection } = database
  const [clock, log, i18n] = [movableClock(), createLog('silent'), await createI18n()]
  const lrs = await testLrs(connection, clock)
  const packages = await temporaryFolder()
  await packages.write('small', change(smallPackage(), 'en/first.md', 'Ring the number.', 'Ring as Article III says.'))
  const courses = createCourses({ connection, clock, log, directory: packages.folder, t: i18n.t })
  const passes: ExaminationPass[] = []
  const certificates: HeldCertificate[] = []
  const hooks: Hooks = { mayRenew: false, onExaminationPassed: async () => undefined }
  const learning = createLearning({
    connection,
    clock,
    log,
    iriBase,
    accounts: { affiliationOf: async () => affiliation },
    courses,
    lrs,
    vocabulary: createVocabulary(iriBase, 'a secret of tests'),
    onExaminationPassed: async (pass) => {
      await hooks.onExaminationPassed(pass)
      passes.push(pass)
    },
    mayRenew: async () => hooks.mayRenew,
  })
  await Promise.all(connection.modelNames().map((name) => connection.model(name).createIndexes()))
  await courses.importShipped()
  const pages = learningRoutes({
    learning,
    courses,
    clock,
    certificatesOf: async () => certificates,
    mayRenew: async () => hooks.mayRenew,
  })
  const app = createSite({
    baseUrl: 'http://127.0.0.1',
    sessionSecret: 'x'.repeat(32),
    connection,
    log,
    i18n,
    isReady: async () => true,
    chrome: (req) => ({ navigation: [], person: req.person }),
    withoutSession: [],
    identify: [identify],
    pages: [pages],
  })
  return {
    ...{ connection, clock, lrs, courses, learning, passes, certificates, hooks, packages, app },
    course: () => {
      const course = courses.current('small')
      if (!course) throw new Error('the small course was not imported')
      return course
    },
    /** The statements of a person, in the order of recording: the verb's last word and the object's path. */
    said: async (account: string) =>
      (await lrs.statementsOf(account)).map(
        ({ verb, object }: Statement) => `${verb.id.split('/').at(-1)} ${object.id?.split('/activities/').at(-1)}`,
      ),
    browser: (account?: string) => browser(app, account),
    async drop() {
      await packages.drop()
      await database.drop()
    },
  }
}
export type College = Awaited<ReturnType<typeof testCollege>>

type Fields = Record<string, string | string[]>

/** A browser without scripts: keeps cookies, follows no redirect by itself, and sends the token of the last form. */
function browser(app: Parameters<typeof request.agent>[0], account?: string) {
  const agent = request.agent(app)
  const headers = { Accept: 'text/html', ...(account ? { 'x-person': account } : {}) }
  let token = ''
  const read = async (path: string) => {
    const response = await agent.get(path).set(headers)
    token = /name="_csrf" value="([^"]+)"/.exec(response.text)?.[1] ?? token
    return response
  }
  const post = (path: string, fields: Fields = {}, more: Record<string, string> = {}) =>
    agent
      .post(path)
      .set({ ...headers, ...more })
      .type('form')
      .send(new URLSearchParams(pairs({ _csrf: token, ...fields })).toString())
  return {
    get: read,
    post,
    /** Sends a form and reads the page that it leads to. */
    async submit(path: string, fields: Fields = {}) {
      const { status, headers: sent, text } = await post(path, fields)
      if (status !== 303) throw new Error(`${path} answered ${status}: ${text.slice(0, 300)}`)
      return read(String(sent['location']))
    },
  }
}
export type Browser = ReturnType<typeof browser>

const pairs = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each] as [string, string]))
