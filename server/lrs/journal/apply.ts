import type { Describe } from '../descriptions/describe.js'
import { saidIn } from '../descriptions/mentions.js'
import type { StatementStore } from '../statements/store.js'
import type { Voiding } from '../statements/voiding.js'
import { inherit } from './inherit.js'
import type { OpenEntry } from './store.js'

/**
 * Makes an entry's statements readable, marks what is voided, lets statements about statements be found by what they
 * are about, and learns what they say of activities and agents. Everything here may be done again, and at the same
 * time by somebody else.
 * @param said what the statements say, where it is known; else it is read from them
 */
export async function applyEntry(
  { statements, describe }: { statements: StatementStore; describe: Describe },
  { statements: documents }: OpenEntry,
  said = saidIn(documents),
): Promise<void> {
  await statements.insert(documents)
  const own = documents.flatMap(({ target, voids, origin, authority }): Voiding[] =>
    target !== undefined && voids ? [{ target, origin, authority }] : [],
  )
  // Looked for after the insertion: of two writers, one about the other's statement, the later one sees both.
  const markVoided = async () => {
    const others = await statements.voidingsOf(documents.map(({ _id }) => _id))
    await statements.markVoided([...own, ...others])
  }
  await Promise.all([markVoided(), inherit(statements, documents), describe(said)])
}
