import type { ActivityDefinition, Agent, Statement, StatementObject } from '../../xapi/index.js'
import type { StatementDocument } from '../statements/model.js'
import type { Position } from '../types.js'

/** An activity with its definition. */
export interface Defined {
  id: string
  definition: ActivityDefinition
}

/** What a statement says of activities and agents: those that it defines, and those that it gives a name. */
export interface Mentions {
  activities: Defined[]
  agents: Agent[]
}

/** Mentions, and where the statement stands that holds them. */
export type Said = Mentions & { at: Position }

/** Looks at every place of a statement, and of the sub-statement in it. */
export function mentionedIn(statement: Statement): Mentions {
  const found: Mentions = { activities: [], agents: [] }
  lookAtEvent(statement, found)
  if (statement.object.objectType === 'SubStatement') lookAtEvent(statement.object as unknown as Statement, found)
  lookAtAgent(statement.authority, found)
  return found
}

/** The mentions of statements as they lie in the journal. */
export const saidIn = (documents: StatementDocument[]): Said[] =>
  documents.filter(mayDefine).map(({ text, position }) => {
    return { ...mentionedIn(JSON.parse(text) as Statement), at: position }
  })

export const mayDefine = ({ defines }: { defines?: boolean }): boolean => defines !== false

function lookAtEvent({ actor, object, context }: Statement, found: Mentions): void {
  lookAtAgent(actor, found)
  const { objectType = 'Activity' } = object
  if (objectType === 'Activity') lookAtActivity(object, found)
  else if (objectType === 'Agent' || objectType === 'Group') lookAtAgent(object as Agent, found)
  if (context) lookAtContext(context, found)
}

/** contextAgents and contextGroups are of xAPI 2.0. */
function lookAtContext(context: Record<string, unknown>, found: Mentions): void {
  const { instructor, team, contextAgents = [], contextGroups = [], contextActivities = {} } = context
  lookAtAgent(instructor as Agent | undefined, found)
  lookAtAgent(team as Agent | undefined, found)
  for (const { agent } of contextAgents as { agent?: Agent }[]) lookAtAgent(agent, found)
  for (const { group } of contextGroups as { group?: Agent }[]) lookAtAgent(group, found)
  for (const activities of Object.values(contextActivities as Record<string, StatementObject[]>))
    for (const activity of [activities].flat()) lookAtActivity(activity, found)
}

function lookAtActivity({ id, definition }: StatementObject, { activities }: Mentions): void {
  if (id !== undefined && definition !== undefined) activities.push({ id, definition })
}

/** Groups are no persons; their members are. */
function lookAtAgent(agent: Agent | undefined, found: Mentions): void {
  if (!agent) return
  if (agent.objectType !== 'Group' && agent.name !== undefined) found.agents.push(agent)
  for (const member of (agent['member'] as Agent[] | undefined) ?? []) lookAtAgent(member, found)
}
