import { pino, type Logger } from 'pino'

export type { Logger }

/** Paths whose values never reach a log, wherever a caller puts them. */
const secrets = ['password', 'secret', 'token', 'code', 'authorization', 'cookie', 'set-cookie', 'sessionSecret']

/**
 * A structured log (JSON lines on standard output).
 * @param level a pino level, or 'silent'
 */
export function createLog(level: string): Logger {
  const paths = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return pino({ level, redact: { paths, censor: '[redacted]' } })
}
