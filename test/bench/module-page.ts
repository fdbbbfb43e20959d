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
 *
 * The page is asked for in two ways: by one reader again and again, whose session and progress are remembered for a
 * moment; and as if the reader had just changed something, so that both are read from the database every time.
 */
export const modulePage = (): Promise<Figure[]> =>
  withCandidates(1, async (server, [person]) => {
    const session = `session=${person?.visitor.cookie('session')}`
    const remembered = { url: server.url + modulePath, headers: { Cookie: session } }
    const anew = { url: server.url + modulePath, headers: { Cookie: `${session}; changed=1` } }
    const bytes = await bytesOf(remembered)
    const bare = await startBare(bytes)
    try {
      for (const target of [remembered, anew, bare]) await measure(target)
      const measured: Round[] = []
      for (let round = 0; round < rounds; round++)
        measured.push({ remembered: await measure(remembered), anew: await measure(anew), bare: await measure(bare) })
      return [
        { ...figure('module-page-ratio', measured, 'remembered'), goal: '>= 0.3', bytes, connections },
        { ...figure('module-page-ratio-read-anew', measured, 'anew'), bytes, connections },
      ]
    } finally {
      bare.stop()
    }
  })

/** Requests a second. */
type Round = Record<'remembered' | 'anew' | 'bare', number>

function figure(name: string, measured: Round[], way: 'remembered' | 'anew'): Figure {
  const ratios = measured.map((round) => round[way] / round.bare)
  return {
    figure: name,
    value: rounded(median(ratios), 3),
    unit: 'of a bare route',
    pageRequestsPerSecond: rounded(median(measured.map((round) => round[way]))),
    bareRequestsPerSecond: rounded(median(measured.map((round) => round.bare))),
    rounds: ratios.map((ratio) => rounded(ratio, 3)),
  }
}

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
