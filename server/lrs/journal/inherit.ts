import { countKeys, type Keys } from '../statements/keys.js'
import { mostKeysInAll } from '../statements/limits.js'
import { keyLists, type StatementDocument } from '../statements/model.js'
import type { Referrer, StatementStore } from '../statements/store.js'

/** So many references deep are keys handed on when a target comes after what refers to it. */
const deepest = 8

/** So many statements that were there before are given keys when their target comes, however many refer to it. */
const mostBefore = 1000

/** So many statements are looked at together: each may hold a megabyte of keys. */
const atOnce = 25

/**
 * Hands the keys of targets to those that refer to them, and on to those that refer to these, while any is new
 * (Communication 2.1.3, 'Filter Conditions for StatementRefs'). What comes after its target, as it should, always has
 * all its keys. Handing them backwards is bounded, because anybody may send a long chain in the wrong order.
 */
export async function inherit(statements: StatementStore, documents: StatementDocument[]): Promise<void> {
  const own = documents.flatMap(({ _id, target }) => (target === undefined ? [] : [{ _id, target }]))
  const isOwn = new Set(documents.map(({ _id }) => _id))
  let left = mostBefore
  const referrersOf = async (ids: Iterable<string>): Promise<Referrer[]> => {
    const found = left > 0 ? await statements.referrersOf([...ids], left) : []
    left -= found.length
    return found
  }
  let links = [...own, ...(await referrersOf(isOwn)).filter(({ _id }) => !isOwn.has(_id))]
  for (let depth = 0; links.length > 0 && depth < deepest; depth += 1) {
    const changed = await handOn(statements, links)
    links = changed.length > 0 ? await referrersOf(changed) : []
  }
}

/** @returns the statements that got keys */
async function handOn(statements: StatementStore, links: Referrer[]): Promise<string[]> {
  const changed: string[] = []
  for (let start = 0; start < links.length; start += atOnce) {
    const part = links.slice(start, start + atOnce)
    const known = await statements.keys([...new Set(part.flatMap(({ _id, target }) => [_id, target]))])
    const additions = part.flatMap(({ _id, target }) => {
      const keys = missing(known.get(_id), known.get(target))
      return keys ? [{ _id, keys }] : []
    })
    await statements.addKeys(additions)
    changed.push(...additions.map(({ _id }) => _id))
  }
  return changed
}

/** The keys that a statement lacks of its target's; undefined for none, and where it would have too many. */
function missing(own: Keys | undefined, targets: Keys | undefined): Keys | undefined {
  if (!own || !targets) return undefined
  const there = new Set(keyLists.flatMap((list) => own[list].map((key) => `${list} ${key}`)))
  const lacked = (list: keyof Keys) => targets[list].filter((key) => !there.has(`${list} ${key}`))
  const keys: Keys = {
    verbs: lacked('verbs'),
    agents: lacked('agents'),
    activities: lacked('activities'),
    registrations: lacked('registrations'),
  }
  const more = countKeys(keys)
  return more > 0 && countKeys(own) + more <= mostKeysInAll ? keys : undefined
}
