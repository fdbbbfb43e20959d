import { createCollege, type College } from '../app.js'
import { systemClock as clock } from '../base/clock.js'
import { connect, ensureIndexes, openDatabase, prepareDatabase, type Database } from '../base/database/index.js'
import { recallEngine } from '../base/database/engine-note.js'
import { createLog } from '../base/log.js'
import { readSettings, type Settings } from '../base/settings.js'

/**
 * Does a piece of work on the modules without their pages, with the settings of the server: on its database while it
 * runs, or alone.
 * @throws SettingsError, OperatorError
 */
export async function withCollege<T>(work: (college: College) => Promise<T>): Promise<T> {
  const log = createLog(process.env['LOG_LEVEL'] || 'warn')
  const settings = readSettings(process.env)
  const { connection, close } = await openData(settings, log)
  try {
    await prepareDatabase({ connection, iriBase: settings.iriBase, clock, log })
    const college = await createCollege({ settings, connection, log, clock })
    await ensureIndexes(connection)
    return await work(college)
  } finally {
    await close()
  }
}

/** The database: of a server that runs, if one has the data directory open. */
async function openData(
  settings: Settings,
  log: ReturnType<typeof createLog>,
): Promise<Pick<Database, 'connection' | 'close'>> {
  const running = settings.mongodbUri === undefined ? await recallEngine(settings.dataDir) : undefined
  const joined = running && (await connect(running.uri, 'embedded').catch(() => undefined))
  return joined ? { connection: joined, close: () => joined.close() } : openDatabase({ ...settings, log })
}
