/**
 * A bare Express handler on the engine of a running server, as a measure for the record store: it authenticates nobody,
 * validates nothing and answers nothing; it keeps each statement as the record store keeps it, with the same indexes,
 * and finds by the same keys: `node bare.js DATA_DIR`.
 */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { connect } from '../../../server/base/database/index.js'
import { recallEngine } from '../../../server/base/database/engine-note.js'
import { statementModel, type StatementDocument } from '../../../server/lrs/statements/model.js'
import { place, prepare } from '../../../server/lrs/statements/prepare.js'
import type { SentStatement } from '../../../server/xapi/index.js'

const note = await recallEngine(process.argv[2] ?? '')
if (!note) throw new Error('no server runs on this folder')
const connection = await connect(note.uri, 'embedded')
const own = connection.useDb('bare')
const model = statementModel(own)
await model.createIndexes()
const ready = statementModel(connection).collection

const authority = { objectType: 'Agent', account: { homePage: 'https://bare.test', name: 'bare' } } as const
const sending = { authority, origin: 'platform', version: '1.0.3' } as const
let position = 0

/** As they lie in the database of the record store. */
const documents = (sent: SentStatement[]): StatementDocument[] =>
  sent.map((one) => place(prepare(one, sending), ++position, new Date()))

const app = express()
app.use(express.json({ limit: '10mb' }))
app.post('/statements', async (req, res) => {
  const sent = [req.body].flat() as SentStatement[]
  await model.collection.insertMany(documents(sent) as never)
  res.json(sent.map(({ id }) => id))
})
app.get('/statements', async (req, res) => {
  const { key = '', list = 'agents', id } = req.query as Record<string, string>
  const query = id ? { _id: id } : { [list]: key }
  const found = await ready
    .find(query as never, { projection: { text: 1 } })
    .sort({ position: -1 })
    .limit(20)
    .toArray()
  res.json({ statements: found.map(({ text }) => text as string) })
})
/** The driver's own insertion of statements made ready beforehand: `count` batches of `size`, `atOnce` at the same time. */
app.post('/raw', async (req, res) => {
  const { count, size, atOnce } = req.body as { count: number; size: number; atOnce: number }
  const { batchOf } = await import('./statements.js')
  const batches = Array.from({ length: count }, () => documents(JSON.parse(batchOf(size)) as SentStatement[]))
  const started = performance.now()
  const work = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await model.collection.insertMany(batch as never)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  res.json({ seconds: (performance.now() - started) / 1000 })
})
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
console.log((server.address() as AddressInfo).port)
// Requests may still be on their way when the measuring ends: nobody waits for them.
process.on('SIGTERM', () => process.exit(0))
