import { createHash } from 'node:crypto'
import type { Agent, Statement, StatementObject } from '../../xapi/index.js'

/** By what a statement is found. A broad key begins with `~`. */
export interface Keys {
  verbs: string[]
  agents: string[]
  activities: string[]
  registrations: string[]
}

export const allKeys = ({ verbs, agents, activities, registrations }: Keys): string[] => [
  ...verbs,
  ...agents,
  ...activities,
  ...registrations,
]

export const countKeys = ({ verbs, agents, activities, registrations }: Keys): number =>
  verbs.length + agents.length + activities.length + registrations.length

export const broad = (key: string): string => `~${key}`

/** Keys beyond this length are kept as their hash: an index is no place for a megabyte. */
const longestKey = 400

/** The form in which an id is looked for. */
export const idKey = (id: string): string =>
  id.length <= longestKey ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`

type AnyAgent = Pick<Agent, 'account' | 'mbox'> & Record<string, unknown>

/** The key of whoever has an identifier; two with equal identifiers are one (Communication 2.1.3). */
export function agentKey(agent: AnyAgent): string | undefined {
  const { mbox, mbox_sha1sum: sha1, openid, account } = agent
  if (typeof mbox === 'string') return idKey(`mbox:${lowerDomain(mbox)}`)
  if (typeof sha1 === 'string') return idKey(`sha1:${sha1.toLowerCase()}`)
  if (typeof openid === 'string') return idKey(`openid:${openid}`)
  return account ? idKey(`account:${account.homePage} ${account.name}`) : undefined
}

/** The domain of an address does not depend on case (Data 2.4.2.3). */
const lowerDomain = (mbox: string) => mbox.replace(/@[^@]*$/, (domain) => domain.toLowerCase())

/** An agent's own key, or a group's and its members'. */
function agentKeys(agent: AnyAgent | undefined): string[] {
  if (agent === undefined) return []
  const members = Array.isArray(agent['member']) ? (agent['member'] as AnyAgent[]) : []
  return [agentKey(agent), ...members.map(agentKey)].filter((key) => key !== undefined)
}

/** All keys of a valid statement. */
export function keysOf(statement: Statement): Keys {
  const near = {
    agents: [...agentKeys(statement.actor), ...agentsIn(statement.object)],
    activities: activitiesIn(statement.object),
  }
  const far = around(statement)
  const inner = subStatement(statement.object)
  if (inner) {
    const within = around(inner)
    far.agents.push(...agentKeys(inner.actor), ...agentsIn(inner.object), ...within.agents)
    far.activities.push(...activitiesIn(inner.object), ...within.activities)
  }
  far.agents.push(...agentKeys(statement.authority))
  const { registration } = statement.context ?? {}
  return {
    verbs: [idKey(statement.verb.id)],
    agents: withBroad(near.agents, far.agents),
    activities: withBroad(near.activities, far.activities),
    registrations: registration === undefined ? [] : [registration.toLowerCase()],
  }
}

/** What stands around an event: the agents and activities of its context. */
function around({ context }: Pick<Statement, 'context'>): { agents: string[]; activities: string[] } {
  const people = [context?.['instructor'], context?.['team'], ...relatedTo(context)] as (AnyAgent | undefined)[]
  const activities = Object.values(context?.contextActivities ?? {}).flat()
  return { agents: people.flatMap(agentKeys), activities: activities.flatMap(activitiesIn) }
}

/** The agents and groups of `contextAgents` and `contextGroups` (IEEE 9274.1.1, 4.2.2.5). */
function relatedTo(context: Statement['context']): unknown[] {
  if (!context?.contextAgents && !context?.contextGroups) return []
  const { contextAgents = [], contextGroups = [] } = context
  return [...contextAgents.map(({ agent }) => agent), ...contextGroups.map(({ group }) => group)]
}

const agentsIn = (object: StatementObject) =>
  object.objectType === 'Agent' || object.objectType === 'Group' ? agentKeys(object as AnyAgent) : []

const activitiesIn = ({ objectType = 'Activity', id }: StatementObject) =>
  objectType === 'Activity' && id !== undefined ? [idKey(id)] : []

const subStatement = (object: StatementObject) =>
  object.objectType === 'SubStatement' ? (object as unknown as Statement) : undefined

/** Each key once; a broad one only where it is not a near one, because a broad search looks for both. */
function withBroad(near: string[], far: string[]): string[] {
  const first = new Set(near)
  return [...first, ...[...new Set(far)].filter((key) => !first.has(key)).map(broad)]
}
