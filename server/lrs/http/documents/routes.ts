import express, { Router } from 'express'
import type { Activities } from '../../activities/activities.js'
import type { Agents } from '../../agents/agents.js'
import type { Documents } from '../../documents/documents.js'
import { needs } from '../authenticate.js'
import { getActivity, getPerson } from '../known.js'
import { methodNotAllowed } from '../refusals.js'
import { deleteDocuments, getDocuments, postDocument, putDocument } from './handlers.js'
import { documentResources } from './resources.js'

/** What these resources rest on. */
export interface DocumentUses {
  documents: Documents
  activities: Pick<Activities, 'definitions'>
  agents: Pick<Agents, 'person'>
  bodyLimit: number
}

/** State, both profiles, agents and activities (Communication 2.2 to 2.7), behind authentication. */
export function documentRoutes({ documents, activities, agents, bodyLimit }: DocumentUses): Router {
  const router = Router({ caseSensitive: true })
  const body = express.raw({ type: () => true, limit: bodyLimit })
  for (const resource of documentResources) {
    const [read, write] = [needs(resource.scope, 'all/read'), needs(resource.scope)]
    router
      .route(resource.path)
      .get(read, getDocuments(documents, resource))
      .put(write, body, putDocument(documents, resource))
      .post(write, body, postDocument(documents, resource))
      .delete(write, deleteDocuments(documents, resource))
      .all(methodNotAllowed('GET, HEAD, PUT, POST, DELETE'))
  }
  router
    .route('/agents')
    .get(needs('statements/read', 'profile', 'all/read'), getPerson(agents))
    .all(methodNotAllowed('GET, HEAD'))
  router
    .route('/activities')
    .get(
      needs('statements/read', 'statements/read/mine', 'state', 'profile', 'define', 'all/read'),
      getActivity(activities),
    )
    .all(methodNotAllowed('GET, HEAD'))
  return router
}
