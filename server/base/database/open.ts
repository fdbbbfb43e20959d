import type { Connection } from 'mongoose'
import type { Logger } from '../log.js'
import { connect, type EngineKind } from './connect.js'
import { startEngine } from './engine.js'
import { DatabaseRefused } from './errors.js'

/** An open database. */
export interface Database {
  connection: Connection
  engine: EngineKind
  /** Whether the database was there when it was last heard of; asks nobody, so that a page can refuse at once. */
  isAvailable(): boolean
  /** Asks the database for an answer, for at most a second. */
  answers(): Promise<boolean>
  /** Closes the connection, and the embedded engine with it. */
  close(): Promise<void>
}

/**
 * Opens the database: the embedded engine in `dataDir`, or the server at `mongodbUri`.
 * @throws EngineError where the embedded engine cannot run, or its directory is in use
 * @throws DatabaseRefused where no server answers at `mongodbUri`
 */
export async function openDatabase(options: {
  dataDir: string
  mongodbUri: string | undefined
  log: Logger
}): Promise<Database> {
  if (options.mongodbUri !== undefined)
    return databaseOn(await connectToServer(options.mongodbUri), 'server', options.log)
  const engine = await startEngine(options)
  try {
    const connection = await connect(engine.uri, 'embedded')
    return databaseOn(connection, 'embedded', options.log, engine)
  } catch (error) {
    await engine.stop()
    throw error
  }
}

async function connectToServer(uri: string): Promise<Connection> {
  try {
    return await connect(uri, 'server')
  } catch (cause) {
    const shown = uri.replace(/\/\/[^/]*@/, '//')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DatabaseRefused(`No MongoDB answers at MONGODB_URI (${shown}): ${reason}`, { cause })
  }
}

function databaseOn(
  connection: Connection,
  kind: EngineKind,
  log: Logger,
  engine?: { isUp(): boolean; stop(): Promise<void> },
): Database {
  let closing = false
  // Not `readyState`: that says 'disconnected', too, when a busy event loop was late with the driver's heartbeats.
  let isThere = true
  connection.on('disconnected', () => {
    isThere = false
    if (!closing) log.error('the database is away')
  })
  connection.on('connected', () => {
    isThere = true
    log.info('the database is back')
  })
  return {
    connection,
    engine: kind,
    isAvailable: () => isThere && (engine?.isUp() ?? true),
    answers: () => ping(connection),
    async close() {
      closing = true
      await connection.close()
      await engine?.stop()
    },
  }
}

const pingLimitMs = 1000

/** Not by the driver's own limits: beside a server that hangs they add up to several seconds. */
async function ping({ db }: Connection): Promise<boolean> {
  if (!db) return false
  const answer = db.command({ ping: 1 }).then(
    () => true,
    () => false,
  )
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), pingLimitMs)
  })
  return Promise.race([answer, silence]).finally(() => clearTimeout(timer))
}
