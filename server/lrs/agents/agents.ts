import type { Connection } from 'mongoose'
import type { Agent } from '../../xapi/index.js'
import { createMerger, type Description } from '../descriptions/merger.js'
import { createDescriptionStore } from '../descriptions/store.js'
import { agentKey } from '../statements/keys.js'
import type { Position } from '../types.js'
import { factsOf, hashed, personOf, type Person } from './person.js'

/** Who is who: the names under which statements know each agent (Communication 2.4). */
export interface Agents {
  /** @param agent one with an identifier; known or not */
  person(agent: Agent): Promise<Person>
  /** Merges the names that statements give to agents, each with the statement's position. */
  name(said: { agent: Agent; at: Position }[]): Promise<void>
  /** Forgets every name that was learned of an agent. */
  forget(agent: Agent): Promise<void>
}

/** Hundreds of names, the latest. */
const mostCharacters = 16 * 1024

export function createAgents({ connection }: { connection: Connection }): Agents {
  const merger = createMerger(createDescriptionStore(connection, 'agents'), mostCharacters)
  return {
    async person(agent) {
      const keys = [agent, hashed(agent)].flatMap((one) => (one && agentKey(one)) ?? [])
      const known = await merger.known(keys)
      return personOf(agent, [...known.values()])
    },

    name: (said) => merger.tell(said.flatMap(descriptionOf)),

    async forget(agent) {
      const key = agentKey(agent)
      if (key !== undefined) await merger.forget(key)
    },
  }
}

function descriptionOf({ agent, at }: { agent: Agent; at: Position }): Description[] {
  const key = agentKey(agent)
  return key === undefined ? [] : [{ key, print: JSON.stringify(agent), facts: () => factsOf(agent, at) }]
}
