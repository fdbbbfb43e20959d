import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { median, rounded, type Figure } from './figure.js'
import { modulePath, withCandidates } from './site.js'

const rounds = 5
const secondsARound = 3
const connections = 16

interface Target {
  url: string
  headers: Record<string, string>
}

/**
 * A signed-in module page against a bare Express route that sends as many bytes, uncompressed. Each server is a
 * process of its own; they are measured in turn, so that whatever else the machine does slows both.
 */
export const modulePage = (): Promise<Figure[]> =>
  withCandidates(1, async (server, [person]) => {
    if (!person) throw new Error('nobody was let in')
    const page = { url: server.url + modulePath, headers: { Cookie: person.visitor.cookie() } }
    const bytes = await bytesOf(page)
    const bare = await startBare(bytes)
    try {
      await measure(page)
      await measure(bare)
      const pairs: { page: number; bare: number }[] = []
      for (let round = 0; round < rounds; round++) pairs.push({ page: await measure(page), bare: await measure(bare) })
      const value = median(pairs.map((pair) => pair.page / pair.bare))
      return [
        {
          figure: 'module-page-ratio',
          value: rounded(value, 3),
          unit: 'of a bare route',
          goal: '>= 0.3',
          pageRequestsPerSecond: rounded(median(pairs.map((pair) => pair.page))),
          bareRequestsPerSecond: rounded(median(pairs.map((pair) => pair.bare))),
          rounds: pairs.map((pair) => rounded(pair.page / pair.bare, 3)),
          bytes,
          connections,
        },
      ]
    } finally {
      bare.stop()
    }
  })

async function bytesOf({ url, headers }: Target): Promise<number> {
  const response = await fetch(url, { headers: { ...headers, 'Accept-Encoding': 'identity' } })
  const body = await response.arrayBuffer()
  if (response.status !== 200 || !Buffer.from(body).includes('sign-out'))
    throw new Error(`the module page answered ${response.status}, or not to somebody who is signed in`)
  return body.byteLength
}

async function startBare(bytes: number): Promise<Target & { stop(): void }> {
  const script = fileURLToPath(new URL('bare.js', import.meta.url))
  const child = spawn(process.execPath, [script, String(bytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  })
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { url: `http://127.0.0.1:${port}/`, headers: {}, stop: () => void child.kill() }
}

/** Requests a second. */
async function measure({ url, headers }: Target): Promise<number> {
  const result = await autocannon({ url, headers, connections, duration: secondsARound })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url} answered ${result.non2xx} times with another status, and ${result.errors} times not at all`)
  return result.requests.total / result.duration
}
