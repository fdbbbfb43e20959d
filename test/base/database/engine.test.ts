import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect, startEngine } from '../../../server/base/database/index.js'
import { createLog } from '../../../server/base/log.js'
import { isRunning, runScript, temporaryFolder, until } from './processes.js'

const log = createLog('silent')
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const socketOf = (uri: string) => decodeURIComponent(/mongodb:\/\/([^/]+)/.exec(uri)?.[1] ?? '')

it('loses nothing acknowledged and leaves no process when its parent is killed', async () => {
  for (let round = 0; round < 3; round++) {
    const writer = runScript('test/base/database/writer.mjs', [folder.path])
    await until(() => writer.lines.length > 150 * (round + 1), 20_000)
    writer.process.kill('SIGKILL')
    await writer.ended
    const pid = Number(writer.lines[0]?.replace('engine ', ''))
    await until(() => !isRunning(pid))

    const engine = await startEngine({ dataDir: folder.path, log })
    const connection = await connect(engine.uri, 'embedded')
    const acknowledged = writer.lines.slice(1).filter((line) => /^\d \d+$/.test(line))
    const there = await connection
      .collection<{ _id: string }>('acknowledged')
      .find({}, { projection: { _id: 1 } })
      .toArray()
    const ids = new Set(there.map(({ _id }) => _id))
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
    const counters = await connection.collection<{ _id: number; count: number }>('counters').find().toArray()
    for (const { _id, count } of counters)
      expect(count).toBeGreaterThanOrEqual(acknowledged.filter((id) => id.startsWith(`${_id} `)).length)
    await connection.dropDatabase()
    await connection.close()
    await engine.stop()
  }
}, 60_000)

it('starts while the engine of a killed parent is still closing', async () => {
  const writer = runScript('test/base/database/writer.mjs', [folder.path])
  await until(() => writer.lines.length > 200, 20_000)
  writer.process.kill('SIGKILL')
  const engine = await startEngine({ dataDir: folder.path, log })
  await writer.ended
  await until(() => !isRunning(Number(writer.lines[0]?.replace('engine ', ''))))
  expect(engine.isUp()).toBe(true)
  await engine.stop()
})

it('is started again under the same address when it is killed', async () => {
  const engine = await startEngine({ dataDir: folder.path, log })
  const connection = await connect(engine.uri, 'embedded')
  await connection.collection('kept').insertOne({ text: 'before' })
  const pid = engine.pid() as number
  process.kill(pid, 'SIGKILL')
  await until(() => engine.pid() !== pid && engine.isUp())
  await until(
    async () =>
      (await connection
        .collection('kept')
        .countDocuments()
        .catch(() => 0)) === 1,
  )
  await connection.close()
  await engine.stop()
})

it('refuses a directory that another engine holds, says so, and leaves that one alone', async () => {
  const first = await startEngine({ dataDir: folder.path, log })
  await expect(startEngine({ dataDir: folder.path, log, patienceSeconds: 0 })).rejects.toThrow(
    /in use by another server.*DATA_DIR/,
  )
  const connection = await connect(first.uri, 'embedded')
  await connection.collection('a').insertOne({})
  await connection.close()
  await first.stop()
})

it('ends its process and removes its sockets when it is stopped', async () => {
  const engine = await startEngine({ dataDir: folder.path, log })
  const pid = engine.pid() as number
  const sockets = dirname(socketOf(engine.uri))
  expect(existsSync(sockets)).toBe(true)
  await engine.stop()
  expect(isRunning(pid)).toBe(false)
  expect(existsSync(sockets)).toBe(false)
  expect(existsSync(join(folder.path, 'engine.json'))).toBe(false)
})

it('gives its process none of our settings', async () => {
  process.env['SESSION_SECRET'] = 'not for the engine'
  const engine = await startEngine({ dataDir: folder.path, log })
  if (process.platform === 'linux')
    expect(readFileSync(`/proc/${engine.pid()}/environ`, 'utf8')).not.toContain('not for the engine')
  delete process.env['SESSION_SECRET']
  await engine.stop()
})
