import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import request from 'supertest'
import { accountsRoutes, createAccounts, type AccountsRoutesOptions } from '../../server/accounts/index.js'
import type { Accounts } from '../../server/accounts/index.js'
import { createAudit, type Audit } from '../../server/base/audit.js'
import type { Clock } from '../../server/base/clock.js'
import { createSite } from '../../server/base/http/index.js'
import { createI18n } from '../../server/base/i18n.js'
import type { Imprint } from '../../server/base/imprint.js'
import { createLog } from '../../server/base/log.js'
import { createMailer } from '../../server/base/mail.js'
import { createLrs } from '../../server/lrs/index.js'
import { createVocabulary } from '../../server/xapi/index.js'
import { castOf, signInAs } from '../support/cast.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'

const iriBase = 'https://college.test'

export interface Options {
  /** No mail can be sent; one-time codes instead. */
  withoutMail?: boolean
  evenAnswerMs?: number
  imprint?: Imprint
  routes?: Partial<Pick<AccountsRoutesOptions, 'exporters' | 'erasers' | 'limits' | 'isPrintable'>>
  /** Pages of other modules. */
  pages?: (parts: { accounts: Accounts; audit: Audit; clock: Clock }) => RequestHandler[]
}

/** The accounts with their pages, on the real engine, with the real record store and letters in files. */
export async function testCollege(options: Options = {}) {
  const database = await testDatabase()
  const { connection } = database
  const dataDir = await mkdtemp(join(tmpdir(), 'cites-letters-'))
  const [clock, log, i18n] = [movableClock(), createLog('silent'), await createI18n()]
  const lrs = await createLrs({ connection, clock, log, iriBase })
  const audit = createAudit({ connection, clock })
  const from = 'college@example.org'
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from, clock, intoFiles: !options.withoutMail })
  const vocabulary = createVocabulary(iriBase, 'a secret of tests')
  const baseUrl = 'http://127.0.0.1'
  const { evenAnswerMs = 0, routes = {}, imprint } = options
  const accounts = createAccounts({
    ...{ connection, clock, log, mailer, audit, i18n, lrs, vocabulary, baseUrl, imprint, evenAnswerMs },
  })
  await Promise.all(connection.modelNames().map((name) => connection.model(name).createIndexes()))
  const cast = await castOf(accounts)
  const app = createSite({
    ...{ baseUrl, imprint, connection, log, i18n },
    sessionSecret: 'x'.repeat(32),
    isReady: async () => true,
    chrome: (req) => ({ navigation: [], person: req.person }),
    withoutSession: [],
    identify: accounts.signIn.identify,
    pages: [
      accountsRoutes({ accounts, connection, clock, ...routes }),
      ...(options.pages?.({ accounts, audit, clock }) ?? []),
    ],
  })
  return {
    ...{ accounts, app, audit, cast, clock, connection, lrs, vocabulary },
    browser: () => request.agent(app),
    async signedIn(name: keyof typeof cast) {
      const agent = request.agent(app)
      await signInAs(agent, cast[name])
      return agent
    },
    /** The letters to an address so far, oldest first; waits until there are as many as expected. */
    async letters(to: string, expected = 1): Promise<string[]> {
      for (let tries = 0; ; tries++) {
        await accounts.settled()
        const found = (await allLetters(dataDir)).filter((letter) => letter.includes(`\nTo: ${to}\n`))
        if (found.length >= expected || tries >= 100) return found
        await sleep(20)
      }
    },
    async close() {
      await accounts.settled()
      await lrs.settled()
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}

export type TestCollege = Awaited<ReturnType<typeof testCollege>>

async function allLetters(dataDir: string): Promise<string[]> {
  const names = await readdir(join(dataDir, 'mail')).catch(() => [])
  const whole = names.filter((name) => name.endsWith('.txt') && !name.startsWith('.')).sort()
  return Promise.all(whole.map((name) => readFile(join(dataDir, 'mail', name), 'utf8')))
}

/** The path of the link in a letter. */
export const linkIn = (letter = ''): string =>
  /http:\/\/127\.0\.0\.1(\/\S+)/.exec(letter)?.[1] ?? `no link in: ${letter}`
