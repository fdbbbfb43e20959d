import { createHash } from 'node:crypto'
import type { Agent } from '../../xapi/index.js'
import type { Fact, Facts } from '../descriptions/facts.js'
import type { Position } from '../types.js'

/** Everything that is known under an agent's identifier (Communication 2.4, Person Properties). */
export interface Person {
  objectType: 'Person'
  name?: string[]
  mbox?: string[]
  mbox_sha1sum?: string[]
  openid?: string[]
  account?: { homePage: string; name: string }[]
}

const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const
const properties = ['name', ...identifiers] as const

/** An agent's name, and its identifier as it was written. */
export const factsOf = (agent: Agent, at: Position): Fact[] =>
  properties.flatMap((property) => {
    const value = property === 'account' ? accountOf(agent) : agent[property]
    return value === undefined ? [] : [{ path: [property, JSON.stringify(value)], value, at }]
  })

/** With its properties in one order. */
const accountOf = ({ account }: Agent) => account && { homePage: account.homePage, name: account.name }

/** @param known of the agent, and of the same one by another identifier; may be empty */
export function personOf(agent: Agent, known: Facts[]): Person {
  const said = [...factsOf(agent, 0), ...known.flatMap((facts) => [...facts.values()])]
  const lists = properties.flatMap((property) => {
    const values = new Map(said.filter(({ path }) => path[0] === property).map(({ path, value }) => [path[1], value]))
    return values.size > 0 ? [[property, [...values.values()]] as const] : []
  })
  return { objectType: 'Person', ...Object.fromEntries(lists) }
}

/**
 * The agent by the hash of its address: an LRS may include it where it is asked for the address (Data 2.4.2.3). Not
 * the other way round, for a hash is sent by whoever does not want to tell the address.
 */
export const hashed = ({ mbox }: Agent): Agent | undefined =>
  mbox === undefined ? undefined : { mbox_sha1sum: createHash('sha1').update(mbox).digest('hex') }
