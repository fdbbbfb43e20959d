import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer, type AddressInfo, type Server as NetServer } from 'node:net'
import type { Express } from 'express'
import type { Clock } from './base/clock.js'
import { openDatabase, OperatorError, prepareDatabase, type Database } from './base/database/index.js'
import { createHttpServer } from './base/http/index.js'
import type { Logger } from './base/log.js'
import type { Settings } from './base/settings.js'

/** The application: what answers requests, and what runs beside it. */
export interface Application {
  app: Express
  /** Begins the work that waits for no request: imports, recovery, sweeps. */
  start(): Promise<void>
  /** Ends that work; called when no request is being answered any more. */
  stop(): Promise<void>
}

export type Build = (deps: {
  settings: Settings
  database: Database
  log: Logger
  clock: Clock
}) => Promise<Application>

export interface Serving {
  /** The port that is listened on, also where the settings said 0. */
  port: number
  /** Answers what was asked, then ends the application, and closes the database. */
  stop(): Promise<void>
}

/** Requests that are still being answered after this long are cut off. */
const drainLimitMs = 10_000

/** Opens the database, builds the application on it and listens: the way of every process that serves. */
export async function serve({
  settings,
  log,
  clock,
  build,
  demo = false,
}: {
  settings: Settings
  log: Logger
  clock: Clock
  build: Build
  /** Whether the data are the demo's. */
  demo?: boolean
}): Promise<Serving> {
  const started = performance.now()
  await refuseTakenPort(settings)
  const database = await openDatabase({ ...settings, log })
  try {
    await prepareDatabase({ connection: database.connection, iriBase: settings.iriBase, demo, clock, log })
    const application = await build({ settings, database, log, clock })
    const server = await begin(application, settings)
    const { port } = server.address() as AddressInfo
    if (database.engine === 'embedded' && !demo) log.warn(embeddedNote)
    log.info({ port, baseUrl: settings.baseUrl, ms: Math.round(performance.now() - started) }, 'ready')
    return { port, stop: () => stop(server, application, database) }
  } catch (error) {
    await database.close()
    throw error
  }
}

const embeddedNote =
  "the database is the embedded one: an early release of MongoDB's engine, for development and small installations on one machine. Set MONGODB_URI to a MongoDB replica set for anything larger; `npm run backup` and `npm run restore` move the data there."

/** Starts the application and listens for it; where either fails, what was begun is ended. */
async function begin(application: Application, settings: Settings): Promise<Server> {
  try {
    await application.start()
    return await listen(createHttpServer(application.app), settings)
  } catch (error) {
    await application.stop()
    throw error
  }
}

/** Before anything else is done: a start may take long, and what it begins must be ended again. */
async function refuseTakenPort(settings: Settings): Promise<void> {
  if (settings.port === 0) return
  const probe = await listen(createServer(), settings)
  probe.close()
  await once(probe, 'close')
}

async function listen<S extends NetServer>(server: S, { host, port }: Settings): Promise<S> {
  server.listen({ port, host })
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(
      `The server cannot listen on PORT ${port}${host ? ` of HOST ${host}` : ''}: ${error.message}`,
    )
  })
  return server
}

async function stop(server: Server, application: Application, database: Database): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A connection that becomes idle only now would otherwise be kept for the browser's next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const limit = setTimeout(() => server.closeAllConnections(), drainLimitMs)
  await closed
  clearInterval(sweep)
  clearTimeout(limit)
  await application.stop()
  await database.close()
}

/** Ctrl-C under npm comes twice, from the terminal and from npm: only a later one is somebody's impatience. */
const impatienceMs = 1000

/** Ends the process cleanly on SIGTERM and SIGINT, and at once when one comes again later. */
export function stopOnSignals(serving: Pick<Serving, 'stop'>, log: Logger): void {
  let asked: number | undefined
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (asked !== undefined && performance.now() - asked > impatienceMs) process.exit(1)
      if (asked !== undefined) return
      asked = performance.now()
      log.info({ signal }, 'stopping')
      serving.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'did not stop cleanly')
          process.exit(1)
        },
      )
    })
}
