import { randomId } from '../../base/ids.js'
import {
  parseTimestamp,
  voidedVerb,
  type Agent,
  type SentStatement,
  type Statement,
  type StatementObject,
  type XapiVersion,
} from '../../xapi/index.js'
import { attachmentsOf } from '../attachments/declared.js'
import { mentionedIn, type Mentions } from '../descriptions/mentions.js'
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
  /** Whether what it says of activities and agents is taken into what is known of them (Communication 4.2, `define`). */
  defines: boolean
  mentions: Mentions
  /** The SHA-2 of the data that came with it. */
  attachments: string[]
  /** Of its JSON. */
  bytes: number
  keyCount: number
  /** About the bytes that it takes in the database. */
  weight: number
}

/** Who sent statements, by which version of the specification, and the SHA-2 of the data that came along. */
export interface Sending {
  authority: Agent
  origin: Origin
  version: XapiVersion
  received?: ReadonlySet<string>
  /** The Party in whose figures they count. */
  countsFor?: string | undefined
  /** Whether what they say of activities and agents is taken up; by default it is. */
  defines?: boolean
}

/** What a statement's `version` becomes where it has none (xAPI 1.0.3 Data 2.4.10; IEEE 9274.1.1 4.2.4.3). */
const versionsOfStatements: Record<XapiVersion, string> = { '1.0.3': '1.0.0', '2.0.0': '2.0.0' }

/**
 * Gives a statement what the LRS must add: an id where it has none, the authority of whoever sent it in place of any
 * other, a version, lists in place of single context activities, and moments in UTC (xAPI 1.0.3 Data 2.4; IEEE
 * 9274.1.1 4.2.4.2, 4.2.7).
 */
export function prepare(sent: SentStatement, sending: Sending): Prepared {
  const { authority, origin, countsFor, version, received, defines = true } = sending
  const { id = randomId(), ...rest } = sent
  delete rest.stored
  const statement = normalized({ id, ...rest, authority, version: sent.version ?? versionsOfStatements[version] })
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
    defines,
    mentions: mentionedIn(statement),
    attachments: received?.size ? receivedOf(sent, received) : [],
    bytes,
    keyCount: countKeys(keys),
    weight: bytes + keyBytes(keys) + 400,
  }
}

function receivedOf(sent: SentStatement, received: ReadonlySet<string>): string[] {
  const named = attachmentsOf(sent).map(({ attachment }) => attachment.sha2.toLowerCase())
  return [...new Set(named)].filter((sha2) => received.has(sha2))
}

/** Puts a prepared statement at its place. A statement without timestamp happened when it was stored (Data 2.4.7). */
export function place(prepared: Prepared, position: number, stored: Date): StatementDocument {
  const { id, origin, countsFor, authority, timestamp, json, keys, target, voids, defines, attachments } = prepared
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
    ...(!defines && { defines }),
    ...(attachments.length > 0 && { attachments }),
  }
}

function normalized(statement: Statement): Statement {
  const { object } = statement
  const inner = object.objectType === 'SubStatement' ? (object as unknown as Statement) : undefined
  return { ...statement, ...listed(statement), ...inUtc(statement), ...(inner && { object: normalizedInner(inner) }) }
}

const normalizedInner = (inner: Statement): StatementObject => ({
  ...(inner as unknown as StatementObject),
  ...listed(inner),
  ...inUtc(inner),
})

function listed({ context }: Pick<Statement, 'context'>): Pick<Statement, 'context'> {
  if (!context?.contextActivities) return {}
  const entries = Object.entries(context.contextActivities).map(([key, value]) => [key, [value].flat()])
  return { context: { ...context, contextActivities: Object.fromEntries(entries) } }
}

/** A moment that is in UTC already stays as it was sent, with all its digits. */
function inUtc({ timestamp }: Pick<Statement, 'timestamp'>): Pick<Statement, 'timestamp'> {
  if (timestamp === undefined || /T\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(timestamp)) return {}
  const moment = parseTimestamp(timestamp)
  return moment ? { timestamp: moment.toISOString() } : {}
}

const keyBytes = (keys: Keys) => allKeys(keys).reduce((sum, key) => sum + Buffer.byteLength(key) + 12, 0)
