import type { RequestHandler } from 'express'
import type { Activities } from '../activities/activities.js'
import type { Agents } from '../agents/agents.js'
import { Values } from './documents/values.js'
import { sendTagged } from './tagged.js'

/** GET agents: everything known under an identifier, as a Person; of somebody unknown, what was asked (Communication 2.4). */
export const getPerson =
  (agents: Pick<Agents, 'person'>): RequestHandler =>
  async (request, response) => {
    const values = new Values(request, 'Communication 2.4', ['agent'])
    const agent = values.agent()
    values.check()
    if (agent) sendTagged(response, JSON.stringify(await agents.person(agent)))
  }

/** GET activities: an activity with its merged definition; of one that is unknown, its id (Communication 2.5). */
export const getActivity =
  (activities: Pick<Activities, 'definitions'>): RequestHandler =>
  async (request, response) => {
    const values = new Values(request, 'Communication 2.5', ['activityId'])
    const id = values.activityId()
    values.check()
    const definition = (await activities.definitions([id])).get(id)
    sendTagged(response, JSON.stringify({ objectType: 'Activity', id, ...(definition && { definition }) }))
  }
