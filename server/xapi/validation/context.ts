import type { AgentShapes } from './agents.js'
import type { CommonShapes } from './common.js'
import type { Edition } from './editions.js'
import { isUuid } from './formats.js'
import { list, object, oneOf, text, type Shape } from './shape.js'

/** The shapes that stand inside a context. */
export interface ContextParts extends CommonShapes, AgentShapes {
  activity: Shape
  reference: Shape
}

/** The context of a statement or sub-statement. */
export function contextShape(edition: Edition, parts: ContextParts): Shape {
  const c = edition.clauses
  return object(c.context, {
    may: {
      registration: text(c.registration, 'not a UUID', isUuid),
      instructor: parts.agentOrGroup,
      team: parts.group,
      contextActivities: contextActivitiesShape(c.contextActivities, parts.activity),
      revision: text(c.context),
      platform: text(c.context),
      language: parts.languageTag,
      statement: parts.reference,
      extensions: parts.extensions,
      ...(edition.hasContextAgents && contextAgentsShapes(c.contextAgents, parts)),
    },
  })
}

/** A single activity is allowed as well as a list; it is stored as a list. */
function contextActivitiesShape(clause: string, activity: Shape): Shape {
  const activities = list(clause, activity)
  const oneOrMore: Shape = (value, path, faults) =>
    Array.isArray(value) ? activities(value, path, faults) : activity(value, path, faults)
  return object(clause, { may: { parent: oneOrMore, grouping: oneOrMore, category: oneOrMore, other: oneOrMore } })
}

/** Whoever else has to do with a statement, each with the types of the relation (IEEE 9274.1.1, 4.2.2.5). */
function contextAgentsShapes(
  clause: string,
  { agent, group, iri }: ContextParts,
): { contextAgents: Shape; contextGroups: Shape } {
  const iris = list(clause, iri)
  const relevantTypes: Shape = (value, path, faults) => {
    iris(value, path, faults)
    if (Array.isArray(value) && value.length === 0) faults.add(path, 'empty: it names one type or more', clause)
  }
  const related = (objectType: string, who: Record<string, Shape>) =>
    list(clause, object(clause, { must: { objectType: oneOf(clause, [objectType]), ...who }, may: { relevantTypes } }))
  return {
    contextAgents: related('contextAgent', { agent }),
    contextGroups: related('contextGroup', { group }),
  }
}
