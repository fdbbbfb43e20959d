import { isIP } from 'node:net'
import { z } from 'zod'
import type { Imprint } from './imprint.js'

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''))

/** Pages lie at the root of their host: a path in front would lead letters and QR codes astray. */
const siteUrl = httpUrl.refine((url) => new URL(url).origin === url, 'must be an address without a path')

const port = 'must be a whole number from 0 to 65535'

/** What Express takes for `trust proxy`: a number of proxies, or named ranges, addresses and networks. */
const isTrustProxy = (text: string) =>
  /^\d{1,3}$/.test(text) ||
  text.split(',').every((part) => {
    const [address = '', bits = '0', ...more] = part.trim().split('/')
    const isRange = ['loopback', 'linklocal', 'uniquelocal'].includes(part.trim())
    return isRange || (isIP(address) > 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128)
  })

const megabyte = 1024 * 1024

/** An origin as browsers name it: a scheme and a host, perhaps a port, nothing behind it. */
const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => origin === '*' || isOrigin(origin)), {
    error: 'must be origins such as https://academy.example.org, with commas between them, or *',
  })

const isOrigin = (text: string) => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text

/** The schema of the environment. Every name is documented in the README under 'Settings'. */
const environment = z.object({
  PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65535, port).default(3000),
  HOST: z.string().min(1).optional(),
  BASE_URL: siteUrl,
  DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .regex(/^[^/]*\/\/[^/]+\/[^?]/, 'must name a database, as in mongodb://host/college')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  LRS_API_KEY_DEFAULT: z.string().min(1).optional(),
  LRS_API_SECRET_DEFAULT: z.string().min(16, 'must have at least 16 characters').optional(),
  LRS_FALLBACK_VERSION: z.enum(['1.0.3', '2.0.0']).default('1.0.3'),
  LRS_BODY_LIMIT: z.coerce
    .number()
    .int()
    .min(1024)
    .max(14 * megabyte)
    .default(10 * megabyte),
  LRS_ATTACHMENT_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .max(15 * megabyte)
    .default(10 * megabyte),
  LRS_CORS_ORIGINS: origins.optional(),
  FORWARDING_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  FORWARDING_PRIVATE_HOSTS: z.string().optional(),
  IRI_BASE: httpUrl.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  TRUST_PROXY: z
    .string()
    .refine(isTrustProxy, 'must be a number of proxies, or addresses and networks such as loopback or 10.0.0.0/8')
    .default('loopback'),
  CONTACT: z
    .union([z.email(), z.url({ protocol: /^https$/ })], { error: 'must be an e-mail address or an https address' })
    .optional(),
  OPERATOR: z.string().trim().min(1).max(200).optional(),
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
  /** How /xapi answers; where it is not set, as by default. */
  lrs?: LrsSettings | undefined
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
  imprint?: Imprint
}

export interface LrsSettings {
  /** The version of xAPI that is named in the answer to a request without one. */
  fallbackVersion: '1.0.3' | '2.0.0'
  /** The largest body of a request without the data of attachments, and the largest attachment, in bytes. */
  bodyLimit: number
  attachmentLimit: number
  /** The origins whose pages may use /xapi from a browser; `*` stands for all. */
  corsOrigins: string[]
}

/** Says every fault of the environment at once, a line each, and where the settings are documented. */
export class SettingsError extends Error {
  constructor(faults: string[]) {
    super(
      [
        'The settings cannot be used as they are:',
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
    lrs: {
      fallbackVersion: e.LRS_FALLBACK_VERSION,
      bodyLimit: e.LRS_BODY_LIMIT,
      attachmentLimit: e.LRS_ATTACHMENT_LIMIT,
      corsOrigins: e.LRS_CORS_ORIGINS ?? [],
    },
    forwardingSecret: e.FORWARDING_SECRET,
    forwardingPrivateHosts: list(e.FORWARDING_PRIVATE_HOSTS),
    iriBase: e.IRI_BASE ?? e.BASE_URL,
    smtpUrl: e.SMTP_URL,
    trustProxy: /^\d+$/.test(e.TRUST_PROXY) ? Number(e.TRUST_PROXY) : e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
    imprint: { contact: e.CONTACT, operator: e.OPERATOR },
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
