import type { JournalStore } from '../journal/store.js'
import type { StatementQuery } from '../types.js'
import { agentKey, broad, idKey, type Keys } from './keys.js'
import type { Continuation, MoreTokens } from './more.js'
import type { Output } from './output.js'
import type { KeptStatement, StatementStore } from './store.js'

/** The most statements of one page, and the number where none is asked for. */
export const longestPage = 500

/** A page as it lies in the database. */
export interface Page {
  documents: KeptStatement[]
  /** As it was asked for with the query. */
  output: Output | undefined
  more?: string
}

/** @param only the key of the authority whose statements are all that may be found */
export type Find = (
  asked: { query: StatementQuery; output?: Output } | { more: string },
  only?: string,
) => Promise<Page>

/**
 * Makes the search. Moments become positions (`stored` grows with the position), so that every search runs along one
 * index, in order, and stops after a page.
 */
export function createFind(uses: { statements: StatementStore; journal: JournalStore; tokens: MoreTokens }): Find {
  const { statements, journal, tokens } = uses

  async function start(query: StatementQuery, output: Output | undefined): Promise<Continuation> {
    const [since, until] = await Promise.all([
      query.since && journal.firstAfter(query.since).then((first) => (first ?? Number.MAX_SAFE_INTEGER) - 1),
      // A page in ascending order ends where the statements ended when it was begun.
      query.until ? journal.firstAfter(query.until) : query.ascending ? end() : undefined,
    ])
    const above = strictest(Math.max, since, query.after)
    const below = strictest(Math.min, until, query.before)
    return { query, output, ...(above !== undefined && { above }), ...(below !== undefined && { below }) }
  }

  async function end(): Promise<number> {
    const last = await journal.last()
    return last ? last.first + last.count : 1
  }

  return async (asked, only) => {
    const from = 'more' in asked ? tokens.read(asked.more) : await start(asked.query, asked.output)
    const { query, output, ...positions } = from
    const limit = Math.min(query.limit || longestPage, longestPage)
    const ascending = query.ascending ?? false
    const search = { keys: keysWanted(query), ...storerWanted(query, only), ...positions, ascending, limit }
    const { documents, isCut } = await statements.find(search)
    const last = documents.at(-1)
    if (!isCut || last === undefined) return { documents, output }
    const next = { ...from, ...(ascending ? { above: last.position } : { below: last.position }) }
    return { documents, output, more: tokens.write(next) }
  }
}

/** Of bounds that may be there, the one that leaves the fewest statements. */
function strictest(choose: typeof Math.max, ...bounds: (number | undefined)[]): number | undefined {
  const present = bounds.filter((bound) => bound !== undefined)
  return present.length > 0 ? choose(...present) : undefined
}

function storerWanted({ authority, origin }: StatementQuery, only: string | undefined) {
  const key = only ?? (authority && (agentKey(authority) ?? ''))
  return { ...(key !== undefined && { authority: key }), ...(origin && { origin }) }
}

function keysWanted(query: StatementQuery): Partial<Keys> {
  const { agent, verb, activity, registration } = query
  const either = (key: string, related: boolean | undefined) => (related ? [key, broad(key)] : [key])
  return {
    ...(agent && { agents: either(agentKey(agent) ?? '', query.relatedAgents) }),
    ...(activity !== undefined && { activities: either(idKey(activity), query.relatedActivities) }),
    ...(verb !== undefined && { verbs: [idKey(verb)] }),
    ...(registration !== undefined && { registrations: [registration.toLowerCase()] }),
  }
}
