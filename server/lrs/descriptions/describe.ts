import type { Agent, Statement, StatementObject } from '../../xapi/index.js'
import type { Activities } from '../activities/activities.js'
import type { Agents } from '../agents/agents.js'
import type { StatementDocument } from '../statements/model.js'

/** Takes from statements what they say of activities and agents. May be repeated, at any time, by anybody. */
export type Describe = (documents: StatementDocument[]) => Promise<void>

export function createDescribe({ activities, agents }: { activities: Activities; agents: Agents }): Describe {
  return async (documents) => {
    const spoken = documents
      .filter(describes)
      .map(({ text, position }) => ({ ...mentionedIn(JSON.parse(text) as Statement), at: position }))
    await Promise.all([
      activities.define(spoken.flatMap(({ activities: all, at }) => all.map((activity) => ({ activity, at })))),
      agents.name(spoken.flatMap(({ agents: all, at }) => all.map((agent) => ({ agent, at })))),
    ])
  }
}

/** Whether a statement can say anything: looked for in its text, which costs less than reading it. */
const describes = ({ text, defines }: StatementDocument) =>
  defines !== false && (text.includes('"definition":') || text.includes('"name":'))

/** Every activity and agent that a statement names, and the sub-statement in it. */
export function mentionedIn(statement: Statement): { activities: StatementObject[]; agents: Agent[] } {
  const { object } = statement
  const events = object.objectType === 'SubStatement' ? [statement, object as unknown as Statement] : [statement]
  const objects = events.map((event) => event.object)
  const around = events.map(({ context }) => context ?? {})
  return {
    activities: [
      ...objects.filter(({ objectType = 'Activity' }) => objectType === 'Activity'),
      ...around.flatMap(({ contextActivities }) => Object.values(contextActivities ?? {}).flat()),
    ],
    agents: [
      ...events.map(({ actor }) => actor),
      ...objects.filter(({ objectType }) => objectType === 'Agent' || objectType === 'Group'),
      ...around.flatMap(agentsAround),
      ...(statement.authority ? [statement.authority] : []),
    ].flatMap((one) => withMembers(one as Agent)),
  }
}

/** The people of a context; contextAgents and contextGroups are of xAPI 2.0. */
function agentsAround(context: NonNullable<Statement['context']>): Agent[] {
  const { instructor, team, contextAgents = [], contextGroups = [] } = context as Record<string, unknown>
  const inLists = [
    ...(contextAgents as { agent?: Agent }[]).map(({ agent }) => agent),
    ...(contextGroups as { group?: Agent }[]).map(({ group }) => group),
  ]
  return [instructor as Agent | undefined, team as Agent | undefined, ...inLists].filter((one) => one !== undefined)
}

const withMembers = (agent: Agent): Agent[] => [agent, ...((agent['member'] as Agent[] | undefined) ?? [])]
