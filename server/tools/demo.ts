/** `npm run demo`: the platform with invented people and their history, for this machine alone. */
import { parseArgs } from 'node:util'
import { build } from '../app.js'
import type { Progress } from '../base/database/index.js'
import { createLog } from '../base/log.js'
import { createMailer, type Mailer } from '../base/mail.js'
import type { Settings } from '../base/settings.js'
import { serve, stopOnSignals, type Build } from '../serve.js'
import { failToStart } from '../start-failure.js'
import { showProgress } from './console.js'
import { makeHistory } from './demo/history.js'
import { whenParentEnds } from './demo/parent.js'
import { demoSettings } from './demo/settings.js'
import { createStoryClock, type StoryClock } from './demo/story-clock.js'
import { welcome } from './demo/welcome.js'

const stopping = new AbortController()

async function demo(): Promise<void> {
  const settings = await demoSettings(process.env)
  const log = createLog(settings.logLevel)
  const clock = createStoryClock()
  console.log(`The demo of the CITES Virtual College, with its data in ${settings.dataDir}`)
  const starting = serve({ settings, log, clock, build: withHistory(clock), demo: true })
  stopOnSignals({ stop: () => stop(starting) }, log)
  await starting
  if (!stopping.signal.aborted) console.log(welcome(settings, performance.now() / 1000))
}

/** The platform, which makes the demo's history before it serves. */
const withHistory =
  (clock: StoryClock): Build =>
  async (deps) => {
    const platform = await build({ ...deps, mailer: mailer(deps.settings, clock) })
    return {
      ...platform,
      async start() {
        await platform.start()
        const { connection } = deps.database
        const { signal } = stopping
        try {
          await makeHistory({ connection, college: platform.college, clock, signal, progress: progress() })
        } catch (error) {
          await platform.stop()
          throw error
        }
      },
    }
  }

/** One line that moves on a terminal; elsewhere a line for every ten. */
function progress(): Progress {
  const show = showProgress()
  return (what, done, of) => {
    if (process.stdout.isTTY || done === of || done % 10 > 0) show(what, done, of)
    else console.log(`  ${what}: ${done} of ${of}`)
  }
}

/** Letters go into files, without SMTP_URL; those of the history go nowhere. */
function mailer(settings: Settings, clock: StoryClock): Mailer {
  const real = createMailer({ ...settings, clock, from: 'college@example.org', intoFiles: true })
  return { ...real, send: async (letter) => (clock.isStory() ? undefined : real.send(letter)) }
}

/** Also while it is still starting: what is half made is gone on with at the next start. */
async function stop(starting: ReturnType<typeof serve>): Promise<void> {
  console.log('\nStopping …')
  stopping.abort()
  const serving = await starting.catch(() => undefined)
  await serving?.stop()
  console.log('Stopped. `npm run demo` goes on with the same data.')
}

// Whoever reads our output may end before us.
process.stdout.on('error', () => undefined)
const { parent } = parseArgs({ options: { parent: { type: 'string' } } }).values
if (parent !== undefined) whenParentEnds(Number(parent), () => process.kill(process.pid, 'SIGTERM'))
await demo().catch((error: unknown) => {
  if (!stopping.signal.aborted) failToStart(error)
})
