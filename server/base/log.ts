import { pino, type DestinationStream, type Logger } from 'pino'

export type { Logger }

/** Names whose values never reach a log, wherever a caller puts them. */
const secrets = ['password', 'secret', 'token', 'code', 'authorization', 'cookie', 'set-cookie', 'sessionSecret']

/**
 * A structured log, in lines of JSON.
 * @param level a pino level, or 'silent'
 * @param to standard output by default
 */
export function createLog(level: string, to?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return pino({ level, redact: { paths, censor: '[redacted]' }, serializers: { err: errorCodeKept } }, to)
}

/** The code of an error says what happened; under its own name it would be taken for somebody's one-time code. */
function errorCodeKept(error: Error) {
  const { code, ...rest } = pino.stdSerializers.err(error)
  return { ...rest, errorCode: code as unknown }
}
