import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Logger } from '../log.js'
import { projectRoot } from '../paths.js'
import { engineCommand } from './c-library.js'
import { EngineError } from './errors.js'
import { forgetEngine, rememberEngine } from './engine-note.js'
import { holdSocketIn, makeSocketFolder, socketIn, sweepSocketFolders } from './socket-folder.js'

/** How long to wait for a directory that another engine holds: one that lost its parent needs a moment to close it. */
const usualPatienceSeconds = 15

/** Pauses before the next attempt to restart an engine that ended by itself; the last one is repeated. */
const restartPausesMs = [0, 250, 1000, 5000]

/** After this long an engine that does not close is killed; its journal keeps what was acknowledged. */
const closeLimitMs = 25_000

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** The embedded database engine, running in a process of its own. */
export interface Engine {
  /** The address for drivers; the same for the whole life of this object, also after the engine was restarted. */
  uri: string
  /** Whether the engine's process runs and answers; false while it is being restarted. */
  isUp(): boolean
  /** The number of the engine's process, while one runs. */
  pid(): number | undefined
  /** Closes the database cleanly and ends the process. */
  stop(): Promise<void>
}

/**
 * Starts the embedded engine on DATA_DIR/database, and again whenever it ends by itself.
 * @param dataDir made if it is missing, for this user only
 * @throws EngineError if the machine cannot run it, or another engine holds the directory
 */
export async function startEngine({
  dataDir,
  log,
  patienceSeconds = usualPatienceSeconds,
}: {
  dataDir: string
  log: Logger
  patienceSeconds?: number
}): Promise<Engine> {
  const command = await engineCommand(log)
  const databaseDir = join(resolve(dataDir), 'database')
  await mkdir(databaseDir, { recursive: true, mode: 0o700 })
  await sweepSocketFolders(new Date())
  const folder = await makeSocketFolder()
  const launch = () => launchChild({ command, databaseDir, folder, patienceSeconds, log })
  const uri = `mongodb://${encodeURIComponent(socketIn(folder))}/?directConnection=true`
  const forget = () => Promise.all([rm(folder, { recursive: true, force: true }), forgetEngine(dataDir)])
  try {
    const child = await launch()
    await rememberEngine(dataDir, { uri, holdSocket: holdSocketIn(folder) })
    return keepRunning({ child, launch, uri, log, forget })
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

interface Running {
  child: Child
  launch: () => Promise<Child>
  uri: string
  log: Logger
  forget: () => Promise<unknown>
}

/** Watches the process and starts another when it ends without having been asked to. */
function keepRunning({ child: first, launch, uri, log, forget }: Running): Engine {
  let child: Child | undefined = first
  let stopping = false
  let restarting: Promise<void> = Promise.resolve()

  const watch = (running: Child) =>
    running.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      log.error({ exit: code ?? signal }, 'the embedded database ended by itself and is started again')
      restarting = restart()
    })

  async function restart(attempt = 0): Promise<void> {
    await pause(restartPausesMs[Math.min(attempt, restartPausesMs.length - 1)] ?? 0)
    if (stopping) return
    try {
      child = await launch()
      watch(child)
      log.info({ pid: child.pid }, 'the embedded database runs again')
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : error, attempt }, 'no embedded database yet')
      return restart(attempt + 1)
    }
  }

  watch(first)
  return {
    uri,
    isUp: () => child !== undefined,
    pid: () => child?.pid,
    async stop() {
      stopping = true
      await restarting
      if (child) await endChild(child)
      await forget()
    },
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

interface Launch {
  command: [string, ...string[]]
  databaseDir: string
  /** Where its sockets lie. */
  folder: string
  /** How long to wait for a directory that another engine holds. */
  patienceSeconds: number
  log: Logger
}

/** Starts the process and waits until the engine answers. */
async function launchChild({ command, databaseDir, folder, patienceSeconds, log }: Launch): Promise<Child> {
  const [program, ...before] = command
  const script = join(projectRoot, 'server', 'base', 'database', 'embedded-server.mjs')
  const child = spawn(program, [...before, script, databaseDir, socketIn(folder), String(patienceSeconds)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Nothing of our settings, which hold secrets, and no NODE_OPTIONS of a test runner or debugger.
    env: { PATH: process.env['PATH'], TMPDIR: folder },
  })
  // The engine may be gone when its input is closed.
  child.stdin.on('error', () => undefined)
  createInterface(child.stderr).on('line', (line) => log.warn({ line }, 'embedded database'))
  const answer = await firstAnswer(child)
  if (answer.ready) return child
  if (answer.inUse)
    throw new EngineError(
      `The data directory ${databaseDir} is in use by another server (waited ${patienceSeconds} seconds). Stop it first, or give this one a DATA_DIR of its own.`,
    )
  throw new EngineError(
    `The embedded database did not start on ${databaseDir}: ${answer.error ?? 'no reason given'} (${await freeMegabytes(databaseDir)} MB are free there). If it keeps to this, MONGODB_URI takes a MongoDB server of your own.`,
  )
}

/** The engine aborts without a word when the disk is full; it starts again once there is room. */
async function freeMegabytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return Math.floor((bavail * bsize) / 1e6)
}

interface Answer {
  ready?: boolean
  error?: string
  inUse?: boolean
}

async function firstAnswer(child: Child): Promise<Answer> {
  const line = once(createInterface(child.stdout), 'line').then(([text]) => JSON.parse(String(text)) as Answer)
  // 'close' comes after everything that was printed, 'exit' may come before.
  const exit = once(child, 'close').then(([code, signal]) => ({ error: `it ended with ${code ?? signal}` }))
  return Promise.race([line, exit])
}

/** Lets the process close the database; kills it if that takes too long. */
async function endChild(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), closeLimitMs)
  child.stdin.end()
  await ended
  clearTimeout(timer)
}
