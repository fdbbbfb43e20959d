import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ServerProcess } from '../../support/server-process.js'
import { startIn, withFolder } from '../site.js'

const credential = { key: 'bench', secret: 'a secret of more than sixteen characters' }

export const xapiHeaders = {
  'Content-Type': 'application/json',
  'X-Experience-API-Version': '1.0.3',
  Authorization: `Basic ${Buffer.from(`${credential.key}:${credential.secret}`).toString('base64')}`,
}

/** The platform, whose record store is measured, and the bare handler on the same engine. */
export interface Servers {
  platform: ServerProcess
  /** Where the bare handler listens. */
  bare: string
}

export const withServers = <T>(work: (servers: Servers) => Promise<T>): Promise<T> =>
  withFolder(async (dataDir) => {
    const platform = await startIn(dataDir, {
      LRS_API_KEY_DEFAULT: credential.key,
      LRS_API_SECRET_DEFAULT: credential.secret,
    })
    const bare = await startBare(dataDir)
    try {
      return await work({ platform, bare: bare.url })
    } finally {
      await bare.stop()
      await platform.stop()
    }
  })

async function startBare(dataDir: string): Promise<{ url: string; stop(): Promise<unknown> }> {
  const script = fileURLToPath(new URL('bare.js', import.meta.url))
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  })
  const ended = once(child, 'exit')
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill()
      return ended
    },
  }
}
