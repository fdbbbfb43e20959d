/** `npm run backup [-- FOLDER]`: writes all data, from DATA_DIR or MONGODB_URI, into a new folder. */
import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { systemClock } from '../base/clock.js'
import { openSource, writeArchive } from '../base/database/index.js'
import { createLog } from '../base/log.js'
import { readDataSettings } from '../base/settings.js'
import { failToStart } from '../start-failure.js'
import { programVersion, showProgress } from './console.js'

async function backup(): Promise<void> {
  const settings = readDataSettings(process.env)
  const at = systemClock.now()
  const standard = join(settings.dataDir, 'backups', at.toISOString().replaceAll(/[:.]/g, '-'))
  const folder = resolve(process.argv[2] ?? standard)
  const source = await openSource({ ...settings, log: createLog(process.env['LOG_LEVEL'] || 'warn') })
  try {
    await mkdir(dirname(folder), { recursive: true })
    console.log(`Backing up into ${folder}`)
    const { connection, session } = source
    const program = programVersion()
    const documents = await writeArchive({ connection, session, folder, program, at, progress: showProgress() })
    console.log(`Done: ${documents} documents. Keep the folder secret: it holds personal data.`)
  } finally {
    await source.close()
  }
}

await backup().catch(failToStart)
