/** Forwards what waits in a database until it is killed. Runs the built files. */
import mongoose from 'mongoose'
import { createLog } from '../../dist/server/base/log.js'
import { createForwarding, createLrs } from '../../dist/server/lrs/index.js'
import { createVocabulary } from '../../dist/server/xapi/index.js'

const [uri, dbName, aheadMs] = process.argv.slice(2)
const connection = await mongoose.createConnection(uri, { dbName, writeConcern: { w: 1, j: true } }).asPromise()
const iriBase = 'https://college.example.org'
const shared = { connection, clock: { now: () => new Date(Date.now() + Number(aheadMs)) }, log: createLog('silent') }
const lrs = await createLrs({ ...shared, iriBase })
const vocabulary = createVocabulary(iriBase, 'a secret of tests')
const forwarding = createForwarding({
  ...{ ...shared, lrs, vocabulary, ownBase: iriBase },
  ...{ passphrase: 'p'.repeat(32), privateHosts: ['127.0.0.1'] },
})
process.stdout.write('ready\n')
for (;;) {
  await forwarding.tend()
  await new Promise((resolve) => setTimeout(resolve, 20))
}
