import { randomId } from '../../base/ids.js'
import { parseTimestamp, voidedVerb, type Agent, type SentStatement, type Statement } from '../../xapi/index.js'
import type { Origin } from '../types.js'
import { agentKey, allKeys, countKeys, keysOf, type Keys } from './keys.js'
import type { StatementDocument } from './model.js'

/** A valid statement made ready to be stored; only its place and the moment of storing are open. */
export interface Prepared {
  /** In lower case. */
  id: string
  origin: Origin
  /** The Party for which it counts in statistics though the platform did not make it. */
  countsFor?: string | undefined
  /** The key of the agent that answers for it. */
  authority: string
  timestamp: Date | undefined
  /** Its JSON without `stored` (and without `timestamp` where none was sent). */
  json: string
  keys: Keys
  target: string | undefined
  voids: boolean
  /** Of its JSON. */
  bytes: number
  keyCount: number
  /** About the bytes that it takes in the database. */
  weight: number
}

/**
 * Gives a statement what the LRS must add: an id where it has none, the authority of whoever sent it in place of any
 * other (Data 2.4.9), a version (Data 2.4.10), and lists in place of single context activities (Data 2.4.6.2).
 */
export function prepare(sent: SentStatement, authority: Agent, origin: Origin, countsFor?: string): Prepared {
  const { id = randomId(), ...rest } = sent
  delete rest.stored
  const statement = withLists({ id, ...rest, authority, version: sent.version ?? '1.0.0' })
  const json = JSON.stringify(statement)
  const bytes = Buffer.byteLength(json)
  const keys = keysOf(statement)
  const target = statement.object.objectType === 'StatementRef' ? statement.object.id?.toLowerCase() : undefined
  return {
    id: id.toLowerCase(),
    origin,
    countsFor,
    authority: agentKey(authority) ?? origin,
    timestamp: parseTimestamp(statement.timestamp ?? ''),
    json,
    keys,
    target,
    voids: target !== undefined && statement.verb.id === voidedVerb,
    bytes,
    keyCount: countKeys(keys),
    weight: bytes + keyBytes(keys) + 400,
  }
}

/** Puts a prepared statement at its place. A statement without timestamp happened when it was stored (Data 2.4.7). */
export function place(prepared: Prepared, position: number, stored: Date): StatementDocument {
  const { id, origin, countsFor, authority, timestamp, json, keys, target, voids } = prepared
  const moment = `"${stored.toISOString()}"`
  return {
    _id: id,
    position,
    stored,
    timestamp: timestamp ?? stored,
    origin,
    ...(countsFor !== undefined && { countsFor }),
    authority,
    text: `${json.slice(0, -1)}${timestamp ? '' : `,"timestamp":${moment}`},"stored":${moment}}`,
    ...keys,
    ...(target !== undefined && { target }),
    ...(voids && { voids }),
  }
}

function withLists(statement: Statement): Statement {
  const { object } = statement
  const inner = object.objectType === 'SubStatement' ? (object as unknown as Statement) : undefined
  const changed = inner?.context?.contextActivities
    ? { ...statement, object: { ...inner, ...listed(inner) } }
    : statement
  return { ...changed, ...listed(statement) } as Statement
}

function listed({ context }: Pick<Statement, 'context'>): Pick<Statement, 'context'> {
  if (!context?.contextActivities) return {}
  const entries = Object.entries(context.contextActivities).map(([key, value]) => [key, [value].flat()])
  return { context: { ...context, contextActivities: Object.fromEntries(entries) } }
}

const keyBytes = (keys: Keys) => allKeys(keys).reduce((sum, key) => sum + Buffer.byteLength(key) + 12, 0)
