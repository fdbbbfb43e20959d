/** A server with a page that writes and one that is slow, in a process of its own: `node small-server.mjs`, settings from the environment. */
import express from 'express'
import { systemClock } from '../../dist/server/base/clock.js'
import { createLog } from '../../dist/server/base/log.js'
import { readSettings } from '../../dist/server/base/settings.js'
import { serve, stopOnSignals } from '../../dist/server/serve.js'
import { failToStart } from '../../dist/server/start-failure.js'

async function build({ database }) {
  const app = express()
  const visits = database.connection.collection('visits')
  app.post('/visit', async (_req, res) => {
    await visits.insertOne({ at: new Date() })
    res.send(String(await visits.countDocuments()))
  })
  app.get('/slow', async (_req, res) => {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    res.send(String(await visits.countDocuments()))
  })
  app.get('/readyz', async (_req, res) => res.status((await database.answers()) ? 200 : 503).end())
  const start = async () => {
    if (process.env['FAIL_TO_START']) throw new Error('this one fails to start')
  }
  return { app, start, stop: async () => void process.stdout.write('{"msg":"application stopped"}\n') }
}

try {
  const settings = readSettings(process.env)
  const log = createLog(settings.logLevel)
  stopOnSignals(await serve({ settings, log, clock: systemClock, build }), log)
} catch (error) {
  failToStart(error)
}
