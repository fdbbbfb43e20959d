import { LrsError } from '../errors.js'
import type { Prepared } from './prepare.js'

/** The largest statement, in bytes of its JSON. Documents hold 16 MB, and a page of statements many documents. */
export const largestStatement = 1024 * 1024

/** By so many agents, activities, verbs and registrations a statement may be found, all its own. */
export const mostKeys = 1000

/** By so many with what it takes over from the statements that it refers to. */
export const mostKeysInAll = 2000

/** A page ends where the JSON of its statements exceeds so many characters, so that few large ones fill it. */
export const heaviestPage = 8 * 1024 * 1024

/**
 * Refuses statements that would weigh down everything that touches them later.
 * @throws LrsError 413 'too-large', 400 'too-many-names'
 */
export function refuseOversized(request: Prepared[]): void {
  for (const [index, { bytes, keyCount }] of request.entries()) {
    const which = request.length > 1 ? `statements[${index}]` : 'the statement'
    if (bytes > largestStatement)
      throw new LrsError(413, 'too-large', `${which} has ${bytes} bytes; a statement may have ${largestStatement}`)
    if (keyCount > mostKeys)
      throw new LrsError(
        400,
        'too-many-names',
        `${which} names ${keyCount} agents, activities, verbs and registrations; a statement may name ${mostKeys}`,
      )
  }
}
