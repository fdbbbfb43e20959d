import { existsSync } from 'node:fs'
import { connect as connectSocket, type Socket } from 'node:net'
import { join } from 'node:path'
import type { ClientSession, Connection } from 'mongoose'
import type { Logger } from '../../log.js'
import { connect } from '../connect.js'
import { recallEngine } from '../engine-note.js'
import { ArchiveError } from '../errors.js'
import { openDatabase } from '../open.js'

/** Data that stand still while they are read. */
export interface Source {
  connection: Connection
  /** Reads one moment's data, where the database offers that. */
  session?: ClientSession
  close(): Promise<void>
}

/**
 * Opens data to be read as they are at one moment: a server's by a snapshot; those of an embedded engine that is
 * running by holding its writes, until `close` or the end of this process; otherwise by opening the engine.
 */
export async function openSource(options: {
  dataDir: string
  mongodbUri: string | undefined
  log: Logger
}): Promise<Source> {
  const { dataDir, mongodbUri, log } = options
  if (mongodbUri !== undefined) return snapshotOf((await openDatabase(options)).connection, log)
  if (!existsSync(join(dataDir, 'database')))
    throw new ArchiveError(`There is no database in ${dataDir}. DATA_DIR says where it is, or MONGODB_URI.`)
  const running = await recallEngine(dataDir)
  const hold = running && (await holdWrites(running.holdSocket))
  if (!running || !hold) return openDatabase(options)
  log.info('a server is running: its writes wait until the backup is done')
  const connection = await connect(running.uri, 'embedded')
  return {
    connection,
    async close() {
      await connection.close()
      hold.destroy()
    },
  }
}

/** Holds the writes of a running engine; they go on when the socket is closed. Undefined if no engine is there. */
function holdWrites(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket(path)
    socket.once('data', () => resolve(socket))
    socket.once('close', () => resolve(undefined))
    socket.on('error', () => undefined)
  })
}

async function snapshotOf(connection: Connection, log: Logger): Promise<Source> {
  const close = () => connection.close()
  try {
    const trial = await connection.startSession({ snapshot: true })
    await connection.collection('installation').findOne({}, { session: trial })
    await trial.endSession()
    // Another session, because the first read of each sets its moment: it must not lie before the list of collections.
    return { connection, session: await connection.startSession({ snapshot: true }), close }
  } catch {
    log.warn('this MongoDB offers no snapshots (it is no replica set): stop the servers while the backup runs')
    return { connection, close }
  }
}
