import mongoose from 'mongoose'

/** The database's name where the address names none. */
const defaultName = 'college'

/**
 * The write concern under which nothing acknowledged is lost, as measured on each engine. The embedded one loses
 * writes under 'majority', which there does not always wait for the journal.
 */
const writeConcerns = {
  embedded: { w: 1, j: true },
  server: { w: 'majority', j: true },
} as const

export type EngineKind = keyof typeof writeConcerns

/**
 * Connects to a database: the one place that does, so that every write is journaled before it is acknowledged.
 * Operations fail after three seconds when the database is away, rather than wait for it, and none is queued.
 * @param uri an address of MongoDB's; a name of a database in it is used
 */
export async function connect(uri: string, kind: EngineKind, name = nameIn(uri)): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    dbName: name,
    writeConcern: writeConcerns[kind],
    retryWrites: kind === 'server',
    serverSelectionTimeoutMS: 3000,
    connectTimeoutMS: 3000,
    // How soon a database that went away, or came back, is noticed.
    heartbeatFrequencyMS: 1000,
    bufferCommands: false,
    autoIndex: false,
    autoCreate: false,
  })
  // Without a listener, an error of a connection in the background would end the process.
  connection.on('error', () => undefined)
  return connection.asPromise()
}

/** The database's name in an address: what stands between the hosts and the question mark. */
export function nameIn(uri: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri)?.[1]
  return path ? decodeURIComponent(path) : defaultName
}
