/** `npm run restore -- FOLDER`: reads a backup into an empty database, that of DATA_DIR or MONGODB_URI. */
import { resolve } from 'node:path'
import { systemClock } from '../base/clock.js'
import { openDatabase, OperatorError, readArchive, readManifest } from '../base/database/index.js'
import { createLog } from '../base/log.js'
import { readDataSettings } from '../base/settings.js'
import { failToStart } from '../start-failure.js'
import { showProgress } from './console.js'

async function restore(): Promise<void> {
  const settings = readDataSettings(process.env)
  const [, , given] = process.argv
  if (!given) throw new OperatorError('Which backup? npm run restore -- FOLDER')
  const folder = resolve(given)
  // Before an engine is started for nothing.
  await readManifest(folder)
  const database = await openDatabase({ ...settings, log: createLog(process.env['LOG_LEVEL'] || 'warn') })
  try {
    console.log(`Restoring ${folder} into ${settings.mongodbUri ? 'the database of MONGODB_URI' : settings.dataDir}`)
    const documents = await readArchive({
      connection: database.connection,
      folder,
      at: systemClock.now(),
      progress: showProgress(),
    })
    console.log(`Done: ${documents} documents. Indexes are created when the server starts.`)
  } finally {
    await database.close()
  }
}

await restore().catch(failToStart)
