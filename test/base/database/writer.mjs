/**
 * A process that writes and says what was acknowledged, to be killed: `node writer.mjs DATA_DIR`. It prints
 * `engine PID` and then a line `WRITER NUMBER` for every write that the database acknowledged.
 */
import { connect, startEngine } from '../../../dist/server/base/database/index.js'
import { createLog } from '../../../dist/server/base/log.js'

const engine = await startEngine({ dataDir: process.argv[2], log: createLog('silent') })
const connection = await connect(engine.uri, 'embedded')
process.stdout.write(`engine ${engine.pid()}\n`)

async function write(writer, number = 0) {
  await connection.collection('acknowledged').insertOne({ _id: `${writer} ${number}`, text: 'x'.repeat(500) })
  await connection.collection('counters').updateOne({ _id: writer }, { $inc: { count: 1 } }, { upsert: true })
  process.stdout.write(`${writer} ${number}\n`)
  return write(writer, number + 1)
}

await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))
