import TinCan from 'tincanjs'
import type { Statement } from './types.js'
import { parseTimestamp } from './validation/formats.js'

/** The versions in which other LRSs can be spoken to: tincanjs speaks the first three, a client of ours the others. */
export const remoteVersions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '2.0.0'] as const
export type RemoteVersion = (typeof remoteVersions)[number]

type Json = Record<string, unknown>

export const tincanSpeaks = (version: RemoteVersion): boolean => TinCan.versions().includes(version)

/**
 * A statement as another LRS of a version takes it. `stored` is that LRS's to set (Data 2.4.8); the authority says who
 * vouched for the statement here, and whether that LRS keeps it is its own decision (Data 2.4.9).
 * @param statement is not changed
 */
export function inVersion(statement: Statement, version: RemoteVersion): unknown {
  if (tincanSpeaks(version)) {
    // The library writes into what it is given, and fills nothing in without its stamp.
    const own = new TinCan.Statement(structuredClone(statement), { doStamp: false })
    return JSON.parse(JSON.stringify(own.asVersion(version)))
  }
  const rest: Json = without(statement, ['stored', 'version'])
  const said = statement.version
  const kept = said !== undefined && isVersionOf(version, said) ? { version: said } : {}
  return { ...(version === '2.0.0' ? withMoments(rest) : withoutContexts(rest)), ...kept }
}

const without = (value: Json, names: string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

const isVersionOf = (version: RemoteVersion, said: string) =>
  /^1\.0(?:\.\d+)?$/.test(said) || (version === '2.0.0' && said === '2.0.0')

/** `contextAgents` and `contextGroups` came with 2.0: before, a context that holds them is refused (Data 2.2). */
function withoutContexts(event: Json): Json {
  return change(event, (context) => without(context, ['contextAgents', 'contextGroups']), withoutContexts)
}

/** 2.0 takes timestamps of RFC 3339 only; 1.0 takes all of ISO 8601. The moment stays the same. */
function withMoments(event: Json): Json {
  const changed = change(event, (context) => context, withMoments)
  const { timestamp } = event
  if (typeof timestamp !== 'string' || rfc3339.test(timestamp)) return changed
  const moment = parseTimestamp(timestamp)
  return moment ? { ...changed, timestamp: moment.toISOString() } : changed
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/

/** A copy with another context, and the same done to a sub-statement. */
function change(event: Json, context: (given: Json) => Json, inner: (event: Json) => Json): Json {
  const object = event['object'] as Json | undefined
  return {
    ...event,
    ...(event['context'] !== undefined && { context: context(event['context'] as Json) }),
    ...(object?.['objectType'] === 'SubStatement' && { object: inner(object) }),
  }
}
