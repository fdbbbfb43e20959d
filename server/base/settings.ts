import { z } from 'zod'

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''))

/** The schema of the environment. Every name is documented in the README under 'Settings'. */
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).optional(),
  BASE_URL: httpUrl,
  DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  LRS_API_KEY_DEFAULT: z.string().min(1).optional(),
  LRS_API_SECRET_DEFAULT: z.string().min(16, 'must have at least 16 characters').optional(),
  FORWARDING_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  FORWARDING_PRIVATE_HOSTS: z.string().optional(),
  IRI_BASE: httpUrl.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  TRUST_PROXY: z.string().min(1).default('loopback'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** The environment variables that the platform reads. */
export const settingNames: string[] = Object.keys(environment.shape)

export interface Settings {
  port: number
  /** The address to listen on; all of the machine's where it is not set. */
  host?: string | undefined
  /** The address people use, without a slash at its end. */
  baseUrl: string
  dataDir: string
  mongodbUri: string | undefined
  sessionSecret: string
  lrsDefault: { key: string; secret: string } | undefined
  /** The secrets of other LRSs are kept under a key made of it; by default the session secret. */
  forwardingSecret?: string | undefined
  /** The hosts of the private network, or this machine's own, to which statements may be forwarded. */
  forwardingPrivateHosts?: string[]
  /** The root of every identifier; never changes in the life of an installation. */
  iriBase: string
  smtpUrl: string | undefined
  /** The proxies in front whose word for a request's address is taken: a number of them, or addresses and networks. */
  trustProxy?: string | number | undefined
  logLevel: string
}

/** Says every fault of the environment at once, a line each, and where the settings are documented. */
export class SettingsError extends Error {
  constructor(faults: string[]) {
    super(
      [
        'The settings are not complete:',
        ...faults.map((fault) => `  - ${fault}`),
        "Every setting is documented in README.md, under 'Settings'.",
      ].join('\n'),
    )
    this.name = 'SettingsError'
  }
}

/**
 * Reads the two settings that say where the data are, for tools that need no others.
 * @throws SettingsError naming each that is wrong
 */
export function readDataSettings(env: Record<string, string | undefined>): Pick<Settings, 'dataDir' | 'mongodbUri'> {
  const given = withoutEmpty(env)
  const parsed = environment.pick({ DATA_DIR: true, MONGODB_URI: true }).safeParse(given)
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => describe(issue, given)))
  return { dataDir: parsed.data.DATA_DIR, mongodbUri: parsed.data.MONGODB_URI }
}

const withoutEmpty = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))

/**
 * Reads the settings from the environment.
 * @param env names and texts; an empty text counts as not set
 * @throws SettingsError naming each setting that is missing or wrong
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = withoutEmpty(env)
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => describe(issue, given)))
  const e = parsed.data
  if ((e.LRS_API_KEY_DEFAULT === undefined) !== (e.LRS_API_SECRET_DEFAULT === undefined))
    throw new SettingsError(['LRS_API_KEY_DEFAULT and LRS_API_SECRET_DEFAULT must be set together'])
  return {
    port: e.PORT,
    host: e.HOST,
    baseUrl: e.BASE_URL,
    dataDir: e.DATA_DIR,
    mongodbUri: e.MONGODB_URI,
    sessionSecret: e.SESSION_SECRET,
    lrsDefault:
      e.LRS_API_KEY_DEFAULT && e.LRS_API_SECRET_DEFAULT
        ? { key: e.LRS_API_KEY_DEFAULT, secret: e.LRS_API_SECRET_DEFAULT }
        : undefined,
    forwardingSecret: e.FORWARDING_SECRET,
    forwardingPrivateHosts: list(e.FORWARDING_PRIVATE_HOSTS),
    iriBase: e.IRI_BASE ?? e.BASE_URL,
    smtpUrl: e.SMTP_URL,
    trustProxy: /^\d+$/.test(e.TRUST_PROXY) ? Number(e.TRUST_PROXY) : e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
  }
}

/** Texts between commas, in lower case. */
const list = (text = '') =>
  text
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Names the setting and the rule it breaks, never its value: it may be a secret. */
function describe(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0])
  return given[name] === undefined
    ? `${name} is not set`
    : `${name} ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`
}
