import type { Statement } from './types.js'
import { parseTimestamp } from './validation/formats.js'

type Json = Record<string, unknown>

/**
 * Whether two statements of one id are the same statement (xAPI 1.0.3 Data 2.3.1; IEEE 9274.1.1 4.2): what an
 * LRS may have added or changed, verb displays, activity definitions, attachments, the order of a group's members, the
 * zone of a timestamp and a duration's digits beyond a hundredth of a second do not count.
 */
export function sameStatement(a: Statement, b: Statement): boolean {
  const [left, right] = [comparable(a), comparable(b)]
  // An LRS sets a timestamp that was not sent, so one that is missing differs from none.
  if (left['timestamp'] === undefined || right['timestamp'] === undefined) {
    delete left['timestamp']
    delete right['timestamp']
  }
  return sortable(left) === sortable(right)
}

const notCompared = ['id', 'stored', 'authority', 'version', 'attachments']

function comparable(statement: Statement): Json {
  const kept = Object.entries(statement).filter(([key]) => !notCompared.includes(key))
  return event(Object.fromEntries(kept))
}

/** A statement or sub-statement. */
function event(value: Json): Json {
  return change(value, {
    actor: agent,
    verb: (verb) => without(verb, 'display'),
    object: target,
    result: (result) => change(result, { duration: hundredths }),
    context,
    timestamp: moment,
  })
}

function target(value: unknown): unknown {
  if (!isJson(value)) return value
  switch (value['objectType']) {
    case 'Agent':
    case 'Group':
      return agent(value)
    case 'SubStatement':
      return event(value)
    case 'StatementRef':
      return value
    default:
      return activity(value)
  }
}

const activity = (value: unknown) => {
  const bare = without(value, 'definition')
  return isJson(bare) ? { objectType: 'Activity', ...bare } : bare
}

function context(value: unknown): unknown {
  const activities = (list: unknown) => (Array.isArray(list) ? list : [list]).map(activity)
  return change(value, {
    instructor: agent,
    team: agent,
    contextAgents: related,
    contextGroups: related,
    contextActivities: (map) =>
      isJson(map) ? Object.fromEntries(Object.entries(map).map(([key, list]) => [key, activities(list)])) : map,
  })
}

/** Context agents or groups. */
const related = (list: unknown) =>
  Array.isArray(list) ? list.map((one: unknown) => change(one, { agent, group: agent })) : list

function agent(value: unknown): unknown {
  if (!isJson(value)) return value
  return change(
    { objectType: 'Agent', ...value },
    { member: (members) => (Array.isArray(members) ? members.map(agent).map(sortable).sort() : members) },
  )
}

/** A text that is equal for equal JSON values whatever the order of their keys. */
const sortable = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    isJson(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )

/** Digits beyond a hundredth of a second do not count (Data 4.6). */
const hundredths = (value: unknown) => (typeof value === 'string' ? value.replace(/(\.\d\d)\d+(?=S$)/, '$1') : value)

/** Timestamps are equal when they name the same moment. */
const moment = (value: unknown) => (typeof value === 'string' ? (parseTimestamp(value)?.getTime() ?? value) : value)

function without(value: unknown, key: string): unknown {
  if (!isJson(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

/** A copy in which the named properties, where present, are changed. */
function change(value: Json, changes: Record<string, (inner: unknown) => unknown>): Json
function change(value: unknown, changes: Record<string, (inner: unknown) => unknown>): unknown
function change(value: unknown, changes: Record<string, (inner: unknown) => unknown>): unknown {
  if (!isJson(value)) return value
  const changed = ([key, inner]: [string, unknown]) =>
    [key, Object.hasOwn(changes, key) ? changes[key]?.(inner) : inner] as const
  return Object.fromEntries(Object.entries(value).map(changed))
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
