import type { Agent, Context, Statement, StatementObject } from '../../xapi/index.js'
import { languagePreference, localized, type Preference } from './languages.js'
import type { Format } from './output.js'
import type { KeptStatement } from './store.js'

type Definition = NonNullable<StatementObject['definition']>

/** The canonical definitions of activities, by id; of those that have one. */
export type Definitions = (ids: string[]) => Promise<Map<string, Definition>>

/**
 * Statements as JSON, in the format that was asked for (xAPI 1.0.3 Communication 2.1.3; IEEE 9274.1.1 4.1.6.1).
 * @param languages the header `Accept-Language`, by which `canonical` chooses from each language map
 */
export async function writeStatements(
  documents: Pick<KeptStatement, 'text'>[],
  format: Format,
  uses: { definitions: Definitions; languages: string | undefined },
): Promise<string[]> {
  // A statement is kept as the JSON that is sent: it is neither read nor written again.
  if (format === 'exact') return documents.map(({ text }) => text)
  const statements = documents.map(({ text }) => JSON.parse(text) as Statement)
  const changes = format === 'ids' ? identified : await canonical(statements, uses)
  return statements.map((statement) => JSON.stringify(changed(statement, changes)))
}

/** What becomes of each agent or group, verb and activity of a statement, wherever it stands. */
interface Changes {
  agent: (agent: Agent) => Agent
  verb: (verb: Statement['verb']) => Statement['verb']
  activity: (activity: StatementObject) => StatementObject
}

const identifying = ['objectType', 'mbox', 'mbox_sha1sum', 'openid', 'account'] as const

/** Only what identifies each; of a group without identifier, what identifies its members. */
const identified: Changes = {
  agent(agent) {
    const kept = Object.fromEntries(identifying.filter((name) => name in agent).map((name) => [name, agent[name]]))
    const isIdentified = identifying.some((name) => name !== 'objectType' && name in agent)
    const members = isIdentified ? undefined : (agent['member'] as Agent[] | undefined)
    return { ...kept, ...(members && { member: members.map(identified.agent) }) }
  },
  verb: ({ id }) => ({ id }),
  activity: ({ id }) => (id === undefined ? {} : { id }),
}

async function canonical(
  statements: Statement[],
  { definitions, languages }: { definitions: Definitions; languages: string | undefined },
): Promise<Changes> {
  const known = await definitions(activityIds(statements))
  const preference = languagePreference(languages)
  return {
    agent: (agent) => agent,
    verb: ({ display, ...verb }) => ({ ...verb, ...(display && { display: localized(display, preference) }) }),
    activity(activity) {
      const definition = known.get(activity.id ?? '') ?? activity.definition
      return definition ? { ...activity, definition: localizedDefinition(definition, preference) } : activity
    },
  }
}

function activityIds(statements: Statement[]): string[] {
  const ids = new Set<string>()
  const note: Changes['activity'] = (activity) => {
    if (activity.id !== undefined) ids.add(activity.id)
    return activity
  }
  const changes: Changes = { agent: (agent) => agent, verb: (verb) => verb, activity: note }
  for (const statement of statements) changed(statement, changes)
  return [...ids]
}

const componentLists = ['choices', 'scale', 'source', 'target', 'steps']

/** One language of each map; extensions are data, whatever they look like. */
function localizedDefinition(definition: Definition, preference: Preference): Definition {
  const entries = Object.entries(definition).map(([key, value]) => {
    if (key === 'name' || key === 'description') return [key, localized(value as Record<string, string>, preference)]
    if (!componentLists.includes(key) || !Array.isArray(value)) return [key, value]
    return [key, value.map((component: Definition) => localizedDefinition(component, preference))]
  })
  return Object.fromEntries(entries) as Definition
}

/** A statement or sub-statement in which all of them are changed. */
function changed(statement: Statement, changes: Changes): Statement {
  const { actor, verb, object, context, authority } = statement
  return {
    ...statement,
    actor: changes.agent(actor),
    verb: changes.verb(verb),
    object: changedObject(object, changes),
    ...(context && { context: changedContext(context, changes) }),
    ...(authority && { authority: changes.agent(authority) }),
  }
}

function changedObject(object: StatementObject, changes: Changes): StatementObject {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return changes.agent(object as Agent) as StatementObject
    case 'SubStatement':
      return changed(object as unknown as Statement, changes) as unknown as StatementObject
    case 'StatementRef':
      return object
    default:
      return changes.activity(object)
  }
}

function changedContext(context: Context, { agent, activity }: Changes): Context {
  const { contextActivities, contextAgents, contextGroups } = context
  const people = ['instructor', 'team'].filter((name) => name in context)
  const activities = Object.entries(contextActivities ?? {}).map(([key, list]) => [key, list.map(activity)])
  return {
    ...context,
    ...Object.fromEntries(people.map((name) => [name, agent(context[name] as Agent)])),
    ...(contextActivities && { contextActivities: Object.fromEntries(activities) }),
    ...(contextAgents && { contextAgents: contextAgents.map((one) => ({ ...one, agent: agent(one.agent) })) }),
    ...(contextGroups && { contextGroups: contextGroups.map((one) => ({ ...one, group: agent(one.group) })) }),
  }
}
