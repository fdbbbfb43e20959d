import { readFileSync } from 'node:fs'
import { build } from '../../../server/app.js'
import { systemClock } from '../../../server/base/clock.js'
import { openDatabase } from '../../../server/base/database/index.js'
import { createLog } from '../../../server/base/log.js'
import { readSettings } from '../../../server/base/settings.js'
import { isRunning, runScript, until, type Program } from '../../base/database/processes.js'

/** The demo in a process of its own, on a port that the system chose. */
export interface Demo {
  program: Program
  /** All that it printed. */
  text(): string
  /** Where it answers; known once it is ready. */
  url(): string
  /** The seconds from its start until it was ready, by its own watch; undefined: not yet. */
  seconds(): number | undefined
  ready(ms?: number): Promise<void>
  /** The numbers of its own process and of those it started. */
  pids(): number[]
  /** Sends a signal and waits until all its processes are gone. @returns its status */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export function startDemo(dataDir: string): Demo {
  return watch(runScript('dist/server/tools/demo.js', [], { DATA_DIR: dataDir, PORT: '0' }))
}

function watch(program: Program): Demo {
  const pid = program.process.pid ?? 0
  const text = () => program.lines.join('\n')
  const seconds = () => {
    const found = /ready after ([\d.]+) s/.exec(text())?.[1]
    return found === undefined ? undefined : Number(found)
  }
  const pids = () => [pid, ...childrenOf(pid)]
  return {
    program,
    text,
    url: () => /^ {2}(http:\S+)\/$/m.exec(text())?.[1] ?? '',
    seconds,
    async ready(ms = 240_000) {
      await until(() => text().includes('Ctrl-C') || program.process.exitCode !== null, ms)
      if (seconds() === undefined) throw new Error(`the demo did not start: ${program.errors.join('\n')}`)
    },
    pids,
    async end(signal) {
      const all = pids()
      program.process.kill(signal)
      const status = await program.ended
      await until(() => !all.some(isRunning), 60_000)
      return status
    },
  }
}

/** The processes that a process started, by what Linux says. */
export const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

/**
 * What must be the same after each start, and wherever the data are moved: how much there is of everything, and the
 * indicator.
 * @param mongodbUri where the data are not in the folder
 */
export async function figuresOf(dataDir: string, mongodbUri?: string) {
  const database = await openDatabase({ dataDir, mongodbUri, log: createLog('silent') })
  const settings = readSettings({
    BASE_URL: 'http://127.0.0.1',
    IRI_BASE: 'https://demo.virtual-college.example',
    SESSION_SECRET: 'x'.repeat(32),
    DATA_DIR: dataDir,
  })
  const { college, stop } = await build({ settings, database, log: createLog('silent'), clock: systemClock })
  try {
    const count = (name: string) => database.connection.collection(name).countDocuments()
    const { indicator } = await college.statistics.indicatorOn(systemClock.now())
    return {
      counts: {
        people: await count('people'),
        affiliations: await count('affiliations'),
        enrolments: await count('enrolments'),
        attempts: await count('attempts'),
        certificates: await count('certificates'),
        statements: await count('statements'),
      },
      indicator: { areas: indicator.areas, regions: indicator.regions, rows: indicator.rows },
      permits: indicator.areas.find(({ area }) => area === 'permits'),
      regions: indicator.regions.map(({ region, areas }) => ({ region, parties: areas.permits })),
      parties: indicator.rows
        .map(({ party, areas }) => ({ code: party.code, ...areas.permits }))
        .filter(({ confirmed, claimed }) => confirmed + claimed > 0),
      recount: await college.statistics.recount(),
    }
  } finally {
    await stop()
    await database.close()
  }
}
