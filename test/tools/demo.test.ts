import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { projectRoot } from '../../server/base/paths.js'
import { password, signIns } from '../../server/tools/demo/people.js'
import { isRunning, runScript, temporaryFolder, until } from '../base/database/processes.js'
import { testDatabase } from '../support/database.js'
import { submit, textOf } from '../support/forms.js'
import { childrenOf, figuresOf, startDemo, type Demo } from './demo/program.js'

/** For a first start on a machine with other work to do. */
const patience = 300_000

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let demo: Demo
/** Of the first start, which nothing disturbed. */
let figures: Awaited<ReturnType<typeof figuresOf>>
const started: Demo[] = []

function start(dataDir: string): Demo {
  const one = startDemo(dataDir)
  started.push(one)
  return one
}

const dataDir = () => join(folder.path, 'data')

beforeAll(async () => {
  folder = await temporaryFolder()
  demo = start(dataDir())
  await demo.ready()
}, patience)
afterAll(async () => {
  await Promise.all(
    started.filter(({ program }) => isRunning(program.process.pid ?? 0)).map((one) => one.end('SIGKILL')),
  )
  await folder.remove()
})

async function signIn(email: string) {
  const agent = request.agent(demo.url())
  expect((await submit(agent, '/en/sign-in', { email, password })).status).toBe(303)
  return agent
}

describe('the first start', () => {
  it('prints where, as whom, and what to try', async () => {
    expect(demo.text()).toContain(`Sign in at ${demo.url()}/en/sign-in with the password  ${password}`)
    for (const { email, hint } of signIns)
      expect(demo.program.lines).toContainEqual(expect.stringMatching(new RegExp(`${email} +.*${hint}$`)))
    expect(demo.text()).toContain(`${dataDir()}/mail`)
    expect(demo.program.lines.every((line) => line.replace(dataDir(), '').length <= 100)).toBe(true)
    expect(demo.program.errors).toEqual([])
    expect((await fetch(`${demo.url()}/en`)).status).toBe(200)
  })

  it('answers to the LRS credential that it prints, and to no other', async () => {
    const credential = /curl -u '([^']+)'/.exec(demo.text())?.[1] ?? ''
    const ask = (given: string) =>
      fetch(`${demo.url()}/xapi/statements?limit=1`, {
        headers: {
          'X-Experience-API-Version': '1.0.3',
          Authorization: `Basic ${Buffer.from(given).toString('base64')}`,
        },
      })
    const answer = (await (await ask(credential)).json()) as { statements: unknown[] }
    expect(answer.statements).toHaveLength(1)
    expect((await ask('demo:demo')).status).toBe(401)
  })

  it('lets everybody in whom it names', async () => {
    for (const { email, name } of signIns) {
      const agent = await signIn(email)
      expect(textOf(await agent.get('/en/profile'))).toContain(name)
    }
  })

  it('has something to do for each of them', async () => {
    const page = async (email: string, path: string) => textOf(await (await signIn(email)).get(path))
    expect(await page('daniel@example.org', '/en/my-party')).toContain('Joseph Mwangi')
    expect(await page('ingrid@example.org', '/en/indicator/3.2.1')).toContain('Gabon')
    expect(await page('fatou@example.org', '/en/courses/permits/examination')).not.toContain('locked')
    expect((await (await signIn('peter@example.org')).get('/en/administration/audit')).status).toBe(200)
    const lucia = await signIn('lucia@example.org')
    const [certificate] = /\/en\/certificates\/\w[\w-]+/.exec((await lucia.get('/en/learning')).text) ?? []
    expect((await lucia.get(certificate ?? '')).status).toBe(200)
  })

  it('listens to this machine only, and keeps its secrets for this user', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4')
    if (outside) expect(await accepts(outside.address, Number(new URL(demo.url()).port))).toBe(false)
    const { mode } = await stat(join(dataDir(), 'demo-secrets.json'))
    expect(mode & 0o777).toBe(0o600)
  })

  it('sends no letters of the history', async () => {
    expect(await readdir(join(dataDir(), 'mail')).catch(() => [])).toEqual([])
  })

  it('ends cleanly on Ctrl-C', async () => {
    expect(await demo.end('SIGINT')).toBe(0)
    expect(demo.text()).toContain('Stopped.')
    expect(demo.program.errors).toEqual([])
  })

  it('has made a history of all regions, in which Kenya has no certificate yet', async () => {
    figures = await figuresOf(dataDir())
    const codes = figures.parties.map(({ code }) => code)
    expect(figures.permits).toMatchObject({ parties: 25, claimedOnly: 2 })
    expect(figures.regions.filter(({ parties }) => parties > 0)).toHaveLength(6)
    expect(codes).not.toContain('KE')
    // Revoked; expired; never passed; moved away, and to where.
    for (const code of ['EC', 'ES', 'ET', 'PL']) expect(codes).not.toContain(code)
    expect(codes).toContain('EU')
    // One that ends soon, and one that was renewed.
    expect(codes).toEqual(expect.arrayContaining(['GB', 'IT']))
    expect(figures.recount.differing).toEqual([])
  })
})

describe('a backup', () => {
  const tool = async (name: string, settings: Record<string, string>) => {
    const { ended, errors } = runScript(`dist/server/tools/${name}.js`, [join(folder.path, 'copy')], settings)
    expect([await ended, errors]).toEqual([0, []])
  }
  beforeAll(() => tool('backup', { DATA_DIR: dataDir() }), patience)

  it(
    'restored into an empty folder gives every figure back',
    async () => {
      const moved = join(folder.path, 'moved')
      await tool('restore', { DATA_DIR: moved })
      expect(await figuresOf(moved)).toEqual(figures)
    },
    patience,
  )

  it(
    'restored into an empty database at MONGODB_URI gives every figure back',
    async () => {
      const { address, drop } = await testDatabase()
      await tool('restore', { DATA_DIR: join(folder.path, 'unused'), MONGODB_URI: address })
      expect(await figuresOf('unused', address)).toEqual(figures)
      await drop()
    },
    patience,
  )
})

describe('later starts', () => {
  it(
    'take the data as they are, with the same figures',
    async () => {
      demo = start(dataDir())
      await demo.ready()
      expect(demo.text()).not.toContain('people and their history')
      expect(await demo.end('SIGINT')).toBe(0)
      expect(await figuresOf(dataDir())).toEqual(figures)
    },
    patience,
  )

  it(
    'find all that was acknowledged before a kill -9, which leaves no process',
    async () => {
      demo = start(dataDir())
      await demo.ready()
      const grace = await signIn('grace@example.org')
      const page = '/en/courses/permits'
      expect((await submit(grace, page, {}, { action: `${page}/enrolment` })).status).toBe(303)
      await demo.end('SIGKILL')
      const { counts, recount } = await figuresOf(dataDir())
      expect(counts).toEqual({
        ...figures.counts,
        enrolments: figures.counts.enrolments + 1,
        statements: figures.counts.statements + 2,
      })
      expect(recount.differing).toEqual([])
    },
    patience,
  )

  it(
    'leave no process when the one that started them is killed, and the next start works',
    async () => {
      const npm = await underParent(dataDir())
      await until(() => npm.text().includes('Ctrl-C'), 240_000)
      const [own = 0] = childrenOf(npm.pid)
      const all = [own, ...childrenOf(own)]
      expect(all).toHaveLength(2)
      process.kill(npm.pid, 'SIGKILL')
      await until(() => !all.some(isRunning), 60_000)
      demo = start(dataDir())
      await demo.ready()
      expect(await demo.end('SIGTERM')).toBe(0)
    },
    patience,
  )
})

it('goes on with a history that was interrupted, and doubles nothing', async () => {
  const other = join(folder.path, 'interrupted')
  const interruptions = [
    ['SIGKILL', 10],
    ['SIGINT', 20],
    ['SIGKILL', 30],
  ] as const
  for (const [signal, people] of interruptions) {
    const interrupted = start(other)
    await until(() => interrupted.text().includes(`: ${people} of`), 240_000)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300))
    expect(await interrupted.end(signal)).toBe(signal === 'SIGINT' ? 0 : null)
    expect(interrupted.seconds()).toBeUndefined()
    expect(interrupted.program.errors).toEqual([])
  }
  const last = start(other)
  await last.ready()
  await last.end('SIGINT')
  const { counts, parties, recount } = await figuresOf(other)
  expect({ counts, parties }).toEqual({ counts: figures.counts, parties: figures.parties })
  expect(recount.differing).toEqual([])
}, 600_000)

describe('the demo and an installation', () => {
  const production = (where: string) =>
    runScript('dist/server/main.js', [], {
      ...{ DATA_DIR: where, PORT: '0', HOST: '127.0.0.1', BASE_URL: 'http://college.example' },
      SESSION_SECRET: 'a secret of more than thirty-two characters',
    })

  it('do not touch each other’s data', async () => {
    const ownData = join(folder.path, 'installation')
    const installation = production(ownData)
    await until(() => installation.lines.some((line) => line.includes('"ready"')), 120_000)
    installation.process.kill('SIGTERM')
    expect(await installation.ended).toBe(0)

    const { program } = start(ownData)
    expect(await program.ended).toBe(1)
    expect(program.errors.join('\n')).toMatch(/^This database holds the data of an installation/)

    const onDemo = production(dataDir())
    expect(await onDemo.ended).toBe(1)
    expect(onDemo.errors.join('\n')).toMatch(
      /^This database holds the demo, whose people all have a published password/,
    )
  })
})

/** Whether anybody accepts a connection there. */
const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 })
    const end = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })

/** The demo as npm starts it: by a shell, which becomes the demo and tells it who its parent is. */
async function underParent(where: string) {
  const script = `exec '${process.execPath}' dist/server/tools/demo.js --parent $PPID`
  const parent = spawn('sh', ['-c', `sh -c '${script.replaceAll("'", `'\\''`)}'; true`], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], DATA_DIR: where, PORT: '0' },
  })
  let text = ''
  parent.stdout.on('data', (chunk) => (text += String(chunk)))
  return { pid: parent.pid ?? 0, text: () => text }
}
