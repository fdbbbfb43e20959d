import type { Connection } from 'mongoose'
import { build, type College } from '../../server/app.js'
import { systemClock } from '../../server/base/clock.js'
import { openDatabase, prepareDatabase } from '../../server/base/database/index.js'
import { createLog } from '../../server/base/log.js'
import type { Settings } from '../../server/base/settings.js'
import { testSettings } from './server-process.js'

export interface OpenCollege {
  college: College
  connection: Connection
}

/** Opens the platform of a data directory in this process, without listening, while no server runs on it. */
export async function withCollege<T>(dataDir: string, work: (open: OpenCollege) => Promise<T>): Promise<T> {
  const log = createLog('error')
  const settings: Settings = {
    ...{ ...testSettings, port: 0, dataDir, mongodbUri: undefined, smtpUrl: undefined },
    ...{ sessionSecret: 'x'.repeat(32), lrsDefault: undefined, logLevel: 'error' },
  }
  const database = await openDatabase({ ...settings, log })
  try {
    const { connection } = database
    await prepareDatabase({ connection, iriBase: settings.iriBase, clock: systemClock, log })
    const platform = await build({ settings, database, log, clock: systemClock })
    await platform.start()
    const result = await work({ college: platform.college, connection })
    await platform.stop()
    return result
  } finally {
    await database.close()
  }
}
