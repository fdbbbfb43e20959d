/** Starts the one engine of a test run, on a directory of its own. Runs before Jest's transforms, hence on the built files. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '../../dist/server/base/database/index.js'
import { createLog } from '../../dist/server/base/log.js'

export default async function engineUp() {
  const dataDir = await mkdtemp(join(tmpdir(), 'cites-test-'))
  const engine = await startEngine({ dataDir, log: createLog('error') })
  process.env.TEST_MONGODB_URI = engine.uri
  globalThis.testEngine = { engine, dataDir }
}
