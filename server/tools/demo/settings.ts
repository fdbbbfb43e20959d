import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { readDataSettings, readSettings, type Settings } from '../../base/settings.js'
import { keptSecrets } from './secrets.js'

/** The root of the demo's identifiers: the same wherever it runs. */
const demoIriBase = 'https://demo.virtual-college.example'

/** Of this machine alone: the demo's password is printed, and the same everywhere. */
const host = '127.0.0.1'

const usualPort = 3000
const lastPort = 3099

/**
 * The settings of the environment, and the demo's own where it has none.
 * @throws SettingsError where one that is given is wrong
 */
export async function demoSettings(env: Record<string, string | undefined>): Promise<Settings> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const port = await portFor(given['PORT'])
  const { sessionSecret, lrsSecret } = await keptSecrets(readDataSettings(given).dataDir)
  return readSettings({
    LOG_LEVEL: 'warn',
    IRI_BASE: demoIriBase,
    BASE_URL: addressAt(port),
    CONTACT: 'help@virtual-college.example',
    OPERATOR: 'CITES Virtual College (demonstration)',
    SESSION_SECRET: sessionSecret,
    ...(given['LRS_API_KEY_DEFAULT'] ? {} : { LRS_API_KEY_DEFAULT: 'demo', LRS_API_SECRET_DEFAULT: lrsSecret }),
    ...given,
    PORT: port,
    HOST: host,
  })
}

/** A port that is none is told as that, not as a wrong address too. */
const addressAt = (port: string) =>
  URL.canParse(`http://${host}:${port}`) ? `http://${host}:${port}` : `http://${host}`

/** The port that was asked for, or the first free one from 3000 on; 0 asks for any. */
async function portFor(asked: string | undefined): Promise<string> {
  if (asked === '0') return String(await freePort(0))
  if (asked !== undefined) return asked
  for (let port = usualPort; port <= lastPort; port++) if (await freePort(port)) return String(port)
  return String(await freePort(0))
}

/** Tries to listen. @returns the port, or undefined where it is taken */
async function freePort(port: number): Promise<number | undefined> {
  const server = createServer().listen({ port, host })
  try {
    await once(server, 'listening')
  } catch {
    return undefined
  }
  const { port: found } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return found
}
