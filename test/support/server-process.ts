import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/base/paths.js'

/** The platform in a process of its own, as in production, with its embedded engine in another. */
export interface ServerProcess {
  /** Where it listens, without a slash at its end. */
  url: string
  process: ChildProcess
  pid: number
  /** From the start of the process until it listened, in milliseconds. */
  readyMs: number
  /** The number of the engine's process, while one runs. */
  enginePid(): number | undefined
  ended: Promise<unknown>
  /** Ends it cleanly. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  dataDir: string
  /** Options of Node.js, such as those of its profiler. */
  nodeOptions?: string[]
  /** The script that serves; by default the built server. */
  script?: string
  /** Settings beside those that every test needs. */
  env?: Record<string, string>
}

const longestStartMs = 240_000

export const testSettings = { baseUrl: 'http://127.0.0.1', iriBase: 'https://college.test' }

/** Starts it on a free port. Its log goes to DATA_DIR/server.log, as the log of a production server goes to a file. */
export async function startServer(options: ServerProcessOptions): Promise<ServerProcess> {
  const { dataDir, nodeOptions = [], script = join(projectRoot, 'dist/server/main.js') } = options
  const logPath = join(dataDir, 'server.log')
  const log = openSync(logPath, 'a')
  const from = readFileSync(logPath).length
  const started = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, script], {
    stdio: ['ignore', log, log],
    env: { ...env(dataDir), ...options.env },
  })
  closeSync(log)
  const ended = once(child, 'exit')
  const port = await readyPort(child, logPath, from)
  const pid = child.pid as number
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    pid,
    readyMs: performance.now() - started,
    enginePid: () => childrenOf(pid)[0],
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const env = (dataDir: string) => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NODE_ENV: 'production',
  PORT: '0',
  HOST: '127.0.0.1',
  BASE_URL: testSettings.baseUrl,
  IRI_BASE: testSettings.iriBase,
  SESSION_SECRET: 'a secret of more than thirty-two characters',
  DATA_DIR: dataDir,
})

/** Waits for the line of the log that names the port. */
async function readyPort(child: ChildProcess, logPath: string, from: number): Promise<number> {
  for (const end = performance.now() + longestStartMs; performance.now() < end;) {
    const log = readFileSync(logPath).subarray(from).toString()
    const port = /"port":(\d+)[^\n]*"msg":"ready"/.exec(log)?.[1]
    if (port) return Number(port)
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server did not start:\n${log}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('the server was not ready in time')
}

/** The processes that a process started, by what Linux says of each one's parent. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Boolean)
  return pids.filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}
