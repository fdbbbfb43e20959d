/**
 * Runs the public conformance suite (adlnet/lrs-conformance-test-suite, with its npm packages installed) against this
 * server, a fresh one on a scratch data directory for each version of xAPI:
 *
 *     npm run test:conformance -- /path/to/lrs-conformance-test-suite            1.0.3 and 2.0.0, about six minutes
 *     npm run test:conformance -- /path/to/lrs-conformance-test-suite 2.0.0     this version
 *
 * Prints `passed N of N` per version, and the names of the tests that failed. Exits with 0 when all passed, with 1 when
 * some did not, with 2 when it could not run.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '../support/server-process.js'
import { runSuite } from './suite.js'

const versions = ['1.0.3', '2.0.0']
const credential = { key: 'conformance', secret: 'a secret of the conformance run' }

const [folder, ...asked] = process.argv.slice(2)
if (folder === undefined || !existsSync(join(folder, 'node_modules')) || asked.some((one) => !versions.includes(one))) {
  console.error(`npm run test:conformance -- <folder of the suite, its packages installed> [${versions.join(' | ')}]`)
  process.exit(2)
}

let allPassed = true
for (const version of asked.length > 0 ? asked : versions) {
  const { passed, total, failed } = await conformanceTo(version, resolve(folder))
  for (const name of failed) console.log(`  failed: ${name}`)
  console.log(`xAPI ${version}: passed ${passed} of ${total}`)
  allPassed &&= total > 0 && passed === total
}
process.exitCode = allPassed ? 0 : 1

async function conformanceTo(version: string, suite: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'conformance-'))
  const server = await startServer({
    dataDir,
    settings: {
      LRS_API_KEY_DEFAULT: credential.key,
      LRS_API_SECRET_DEFAULT: credential.secret,
      LRS_FALLBACK_VERSION: version,
    },
  })
  try {
    return await runSuite({ suite, version, endpoint: `${server.url}/xapi`, ...credential })
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true })
  }
}
