import { validateAgent, type Agent, type StatementFault } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import { agentKey } from '../statements/keys.js'

/** The agent that answers for statements where no other was named: an account of this installation. */
export const ownAuthority = (iriBase: string, name: string): Agent => ({
  objectType: 'Agent',
  account: { homePage: iriBase, name },
})

/**
 * Checks the agent that is to answer for a credential's statements (Data 2.4.9). It is one agent, not a group, and none
 * of this installation's accounts: nobody may speak as the platform, or as a learner.
 * @throws LrsError 400 'authority' with every fault
 */
export function checkedAuthority(iriBase: string, given: unknown): Agent {
  const checked = validateAgent(given)
  if ('faults' in checked) throw refused(checked.faults)
  const { agent } = checked
  const rule = obstacle(iriBase, agent)
  if (rule !== undefined) throw refused([{ path: '', rule, clause: 'Data 2.4.9' }])
  return { ...agent, objectType: 'Agent' }
}

function obstacle(iriBase: string, agent: Agent): string | undefined {
  if (agent.objectType === 'Group' || agentKey(agent) === undefined) return 'not one identified agent'
  return agent.account?.homePage === iriBase ? 'an account of this installation' : undefined
}

const refused = (faults: StatementFault[]) =>
  new LrsError(
    400,
    'authority',
    'the agent cannot answer for statements',
    faults.map((fault) => ({ ...fault, path: fault.path ? `authority.${fault.path}` : 'authority' })),
  )
