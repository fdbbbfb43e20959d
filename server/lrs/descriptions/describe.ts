import type { Activities } from '../activities/activities.js'
import type { Agents } from '../agents/agents.js'
import type { Said } from './mentions.js'

/** Takes up what statements say of activities and agents. May be repeated, at any time, by anybody. */
export type Describe = (said: Said[]) => Promise<void>

export function createDescribe({ activities, agents }: { activities: Activities; agents: Agents }): Describe {
  return async (said) => {
    await Promise.all([
      activities.define(said.flatMap(({ activities: all, at }) => all.map((activity) => ({ ...activity, at })))),
      agents.name(said.flatMap(({ agents: all, at }) => all.map((agent) => ({ agent, at })))),
    ])
  }
}
