import type { CommonShapes } from './common.js'
import type { Edition } from './editions.js'
import { isMailto, isSha1 } from './formats.js'
import { below, byObjectType, list, object, oneOf, text, type JsonObject, type Rule, type Shape } from './shape.js'

/** The inverse functional identifiers, of which an agent has exactly one. */
export const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const

/** Agents and groups, in the places where a statement has them. */
export interface AgentShapes {
  agent: Shape
  group: Shape
  agentOrGroup: Shape
  /** With an `objectType` that must be there (Data 2.4.4.2 is satisfied by the choice of shape). */
  authority: Shape
}

export function agentShapes({ clauses: c }: Edition, { iri }: CommonShapes): AgentShapes {
  const identified = {
    name: text(c.agent),
    mbox: text(c.identifier, 'not a mailto IRI', isMailto),
    mbox_sha1sum: text(c.identifier, 'not a SHA-1 in hexadecimal', isSha1),
    openid: iri,
    account: object(c.account, { must: { homePage: iri, name: text(c.account) } }),
  }
  const agent = object(
    c.agent,
    { may: { objectType: oneOf(c.agent, ['Agent']), ...identified } },
    (value, path, faults) => {
      const count = countIdentifiers(value)
      if (count !== 1) faults.add(path, `an agent with ${count} identifiers, not one`, c.identifier)
    },
  )
  const membership: Rule = (value, path, faults) => {
    const count = countIdentifiers(value)
    if (count > 1) faults.add(path, `a group with ${count} identifiers, not one`, c.identifier)
    if (count === 0 && !Object.hasOwn(value, 'member'))
      faults.add(below(path, 'member'), 'missing in a group without identifier', c.group)
  }
  const group = object(
    c.group,
    { must: { objectType: oneOf(c.group, ['Group']) }, may: { ...identified, member: list(c.group, agent) } },
    membership,
  )
  const agentOrGroup = byObjectType(c.agent, { Agent: agent, Group: group }, 'Agent')
  return { agent, group, agentOrGroup, authority: authority(c.authority, agentOrGroup) }
}

/** An agent, or the application and the user of three-legged OAuth: an unidentified group of two. */
function authority(clause: string, agentOrGroup: Shape): Shape {
  return (value, path, faults) => {
    agentOrGroup(value, path, faults)
    const group = value as JsonObject | null
    if (group?.['objectType'] !== 'Group') return
    const members: unknown = group['member']
    if (countIdentifiers(group) > 0 || !Array.isArray(members) || members.length !== 2)
      faults.add(path, 'an authority that is a group must have no identifier and two members', clause)
  }
}

const countIdentifiers = (value: JsonObject) => identifiers.filter((name) => Object.hasOwn(value, name)).length
