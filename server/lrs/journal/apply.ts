import type { StatementStore } from '../statements/store.js'
import type { OpenEntry } from './store.js'

/**
 * Makes an entry's statements readable, marks what is voided, and lets statements about statements be found by what
 * they are about. Everything here may be done again, and at the same time by somebody else.
 */
export async function applyEntry(statements: StatementStore, { statements: documents }: OpenEntry): Promise<void> {
  await statements.insert(documents)
  const ids = documents.map(({ _id }) => _id)
  const own = documents.flatMap(({ _id, target, voids }) => (target ? [{ _id, target, ...(voids && { voids }) }] : []))
  // Looked for after the insertion: of two writers, one about the other's statement, the later one sees both.
  const referring = [...own, ...(await statements.referrersOf(ids))]
  const voided = referring.filter(({ voids }) => voids).map(({ target }) => target)
  if (voided.length > 0) await statements.markVoided(voided)
  await inherit(statements, referring)
}

/** Hands the keys of targets to those that refer to them, and on to those that refer to these, while any is new. */
async function inherit(statements: StatementStore, links: { _id: string; target: string }[]): Promise<void> {
  if (links.length === 0) return
  const keys = await statements.keys(links.map(({ target }) => target))
  const changed: string[] = []
  for (const { _id, target } of links) {
    const inherited = keys.get(target)
    if (inherited && (await statements.addKeys(_id, inherited))) changed.push(_id)
  }
  if (changed.length > 0) await inherit(statements, await statements.referrersOf(changed))
}
