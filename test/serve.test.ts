import { readdirSync, readFileSync } from 'node:fs'
import { isRunning, runScript, temporaryFolder, until, type Program } from './base/database/processes.js'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let started: Program[]

beforeEach(async () => {
  folder = await temporaryFolder()
  started = []
})
afterEach(async () => {
  for (const program of started) program.process.kill('SIGTERM')
  await Promise.all(started.map(({ ended }) => ended))
  await folder.remove()
})

interface LogLine {
  msg: string
  level: number
  port?: number
}

const logOf = (program: Program) => program.lines.map((line) => JSON.parse(line) as LogLine)
const said = (program: Program, msg: string) => logOf(program).find((line) => line.msg.includes(msg))

function run(settings: Record<string, string> = {}): Program {
  const program = runScript('test/support/small-server.mjs', [], {
    PORT: '0',
    HOST: '127.0.0.1',
    BASE_URL: 'http://college.example',
    SESSION_SECRET: 'a secret of more than thirty-two characters',
    DATA_DIR: folder.path,
    ...settings,
  })
  started.push(program)
  return program
}

async function serving(settings: Record<string, string> = {}) {
  const program = run(settings)
  await until(() => said(program, 'ready') !== undefined, 20_000)
  const base = `http://127.0.0.1:${said(program, 'ready')?.port}`
  const [engine] = childrenOf(program.process.pid as number)
  return {
    program,
    base,
    engine: engine as number,
    post: async () => (await fetch(`${base}/visit`, { method: 'POST' })).text(),
  }
}

/** The processes that a process started, by what Linux says of each one's parent. */
function childrenOf(parent: number): number[] {
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

it('says what the embedded engine is and where the line to a server lies', async () => {
  const { program } = await serving()
  expect(said(program, 'early release')).toMatchObject({
    level: 40,
    msg: expect.stringContaining('MONGODB_URI') as string,
  })
})

it.each(['SIGTERM', 'SIGINT'] as const)('answers what was asked, then stops everything, on %s', async (signal) => {
  const { program, base, engine, post } = await serving()
  expect(await post()).toBe('1')
  const slow = fetch(`${base}/slow`)
  await new Promise((resolve) => setTimeout(resolve, 200))
  program.process.kill(signal)
  expect(await (await slow).text()).toBe('1')
  expect(await program.ended).toBe(0)
  expect(said(program, 'application stopped')).toBeDefined()
  expect(program.errors).toEqual([])
  expect(isRunning(engine)).toBe(false)
  expect((await serving()).engine).not.toBe(engine)
})

it('stops cleanly when Ctrl-C comes twice, as it does under npm', async () => {
  const { program, base } = await serving()
  const slow = fetch(`${base}/slow`)
  await new Promise((resolve) => setTimeout(resolve, 200))
  program.process.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 50))
  program.process.kill('SIGINT')
  expect((await slow).status).toBe(200)
  expect(await program.ended).toBe(0)
})

it('keeps what it acknowledged, and leaves no process, when it is killed', async () => {
  const { program, engine, post } = await serving()
  expect(await post()).toBe('1')
  program.process.kill('SIGKILL')
  const next = await serving()
  expect(await next.post()).toBe('2')
  await until(() => !isRunning(engine))
})

it('is not ready while the engine is away, and is again by itself', async () => {
  const { program, base, engine, post } = await serving()
  expect(await post()).toBe('1')
  process.kill(engine, 'SIGSTOP')
  expect((await fetch(`${base}/readyz`)).status).toBe(503)
  process.kill(engine, 'SIGKILL')
  await until(async () => (await fetch(`${base}/readyz`)).status === 200)
  expect(await post()).toBe('2')
  expect(said(program, 'ended by itself')).toBeDefined()
})

it('refuses another IRI_BASE in plain words, and stops its engine', async () => {
  const first = await serving()
  first.program.process.kill('SIGTERM')
  await first.program.ended
  const program = run({ IRI_BASE: 'https://moved.example' })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toMatch(
    /^IRI_BASE is https:\/\/moved\.example, but .*IRI_BASE=http:\/\/college\.example/,
  )
  expect((await serving()).program.errors).toEqual([])
})

it('ends what was begun when a start fails', async () => {
  const program = run({ FAIL_TO_START: '1' })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toContain('this one fails to start')
  expect(said(program, 'application stopped')).toBeDefined()
})

it('says that a port is taken, before it does anything', async () => {
  const { base } = await serving()
  const other = await temporaryFolder()
  const program = run({ PORT: new URL(base).port, DATA_DIR: other.path })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toMatch(/PORT/)
  expect(readdirSync(other.path)).toEqual([])
  await other.remove()
})
