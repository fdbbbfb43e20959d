import type { Statement } from '../xapi/index.js'

/** What stands in the place of what would say who somebody is. */
export const hidden = '•••'

type Json = Record<string, unknown>

/**
 * A statement as whoever may not see names reads it. Other systems send names, addresses and account names of people;
 * ours send opaque accounts only, which stay. The authority stays, too: it is the agent of a credential.
 */
export function withoutNames(statement: Statement, iriBase: string): Statement {
  const { authority, ...rest } = statement
  return { ...(hide(rest, iriBase) as Statement), ...(authority && { authority }) }
}

function hide(value: unknown, iriBase: string): unknown {
  if (Array.isArray(value)) return value.map((one) => hide(one, iriBase))
  if (!isObject(value)) return value
  const shown = isAgent(value) ? ofAgent : (_key: string, one: unknown) => hide(one, iriBase)
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shown(key, one, iriBase)]))
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const isAgent = (value: Json) =>
  value['objectType'] === 'Agent' ||
  value['objectType'] === 'Group' ||
  ['mbox', 'mbox_sha1sum', 'openid'].some((name) => typeof value[name] === 'string') ||
  (isObject(value['account']) && 'homePage' in value['account'])

/** A property of an agent. */
function ofAgent(key: string, value: unknown, iriBase: string): unknown {
  if (['name', 'mbox', 'mbox_sha1sum', 'openid'].includes(key)) return hidden
  if (key !== 'account' || !isObject(value)) return hide(value, iriBase)
  return value['homePage'] === iriBase ? value : { ...value, name: hidden }
}
