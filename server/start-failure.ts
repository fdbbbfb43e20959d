import { OperatorError } from './base/database/index.js'
import { SettingsError } from './base/settings.js'

/**
 * Ends the process with status 1 and says why on standard error: in plain words where whoever runs the program can
 * act upon it, and with the place in the code otherwise.
 */
export function failToStart(error: unknown): never {
  const isPlain = error instanceof SettingsError || error instanceof OperatorError || isOfFiles(error)
  const text = isPlain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

/** A file or folder that is missing, in the way, or not ours: Node.js says which, and nobody needs the place in the code. */
const isOfFiles = (error: unknown): error is Error => error instanceof Error && 'syscall' in error && 'path' in error
