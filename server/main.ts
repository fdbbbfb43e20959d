import { build } from './app.js'
import { systemClock } from './base/clock.js'
import { createLog } from './base/log.js'
import { readSettings } from './base/settings.js'
import { serve, stopOnSignals } from './serve.js'
import { failToStart } from './start-failure.js'

try {
  const settings = readSettings(process.env)
  const log = createLog(settings.logLevel)
  stopOnSignals(await serve({ settings, log, clock: systemClock, build }), log)
} catch (error) {
  failToStart(error)
}
