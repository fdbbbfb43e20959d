/** Writes batches until it is killed, and says on its standard output which were acknowledged. Runs the built files. */
import { randomUUID } from 'node:crypto'
import mongoose from 'mongoose'
import { createLog } from '../../dist/server/base/log.js'
import { createLrs } from '../../dist/server/lrs/index.js'

const [uri, dbName] = process.argv.slice(2)
const connection = await mongoose.createConnection(uri, { dbName, writeConcern: { w: 1, j: true } }).asPromise()
const clock = { now: () => new Date() }
const lrs = await createLrs({ connection, clock, log: createLog('silent'), iriBase: 'https://college.example.org' })

async function write(worker) {
  for (;;) {
    const batch = Array.from({ length: 1 + Math.floor(Math.random() * 8) }, () => ({
      id: randomUUID(),
      actor: { mbox: `mailto:${worker}@example.org` },
      verb: { id: 'http://example.org/verbs/wrote' },
      object: { id: 'http://example.org/activities/one' },
    }))
    const line = `${batch.map(({ id }) => id).join(' ')}\n`
    process.stdout.write(`sent ${line}`)
    await lrs.record(batch, 'platform')
    process.stdout.write(`kept ${line}`)
  }
}

process.stdout.write('ready\n')
await Promise.all([1, 2, 3, 4, 5, 6].map(write))
