import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { build, type Platform } from '../../server/app.js'
import { createLog } from '../../server/base/log.js'
import { createMailer } from '../../server/base/mail.js'
import type { Settings } from '../../server/base/settings.js'
import { movableClock } from './clock.js'
import { testDatabase } from './database.js'

export interface TestPlatform extends Platform {
  /** Where a browser finds it, without a slash at its end. */
  url: string
  settings: Settings
  connection: Connection
  /** Where its letters lie, in the folder `mail`. */
  dataDir: string
  clock: ReturnType<typeof movableClock>
  close(): Promise<void>
}

export const lrsCredential = { key: 'test-client', secret: 'a secret for the test client' }

/** The whole platform, wired by app.ts, listening on a free port over an empty database of its own. */
export async function testPlatform({
  canMail = true,
  settings: changed = {},
  ...more
}: {
  settings?: Partial<Settings>
  /** Letters go into files; without: nobody gets mail. */
  canMail?: boolean
  courseDirectory?: string
} = {}): Promise<TestPlatform> {
  const database = await testDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'cites-platform-'))
  const clock = movableClock(new Date().toISOString())
  const log = createLog('silent')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings: Settings = {
    ...{ port: 0, host: '127.0.0.1', baseUrl: url, iriBase: 'https://college.test', dataDir },
    ...{ mongodbUri: undefined, smtpUrl: undefined, sessionSecret: 'x'.repeat(32), logLevel: 'silent' },
    lrsDefault: lrsCredential,
    imprint: { contact: 'help@college.test', operator: 'The College of tests' },
    ...changed,
  }
  const mailer = createMailer({ smtpUrl: undefined, dataDir, from: 'college@example.org', clock, intoFiles: canMail })
  const { connection } = database
  const platform = await build({
    ...{ settings, log, clock, mailer, ...more },
    database: {
      connection,
      engine: 'embedded',
      isAvailable: () => true,
      answers: async () => true,
      close: database.drop,
    },
  })
  await platform.start()
  server.on('request', platform.app)
  return {
    ...{ ...platform, url, settings, connection, dataDir, clock },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await platform.stop()
      await database.drop()
      await rm(dataDir, { recursive: true })
    },
  }
}
