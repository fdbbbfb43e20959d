import type { Scope } from '../../credentials/scopes.js'
import type { DocumentKind } from '../../documents/model.js'

/** One of the three document resources: where it is, what names a document, and who may use it. */
export interface DocumentResource {
  kind: DocumentKind
  path: string
  clause: string
  /** The parameters that say what a document belongs to; a registration may be added where there is one to add. */
  owners: readonly ('activityId' | 'agent')[]
  hasRegistration: boolean
  idName: 'stateId' | 'profileId'
  /** Whether all documents of a context can be deleted together. */
  deletesMany: boolean
  scope: Scope
}

export const documentResources: readonly DocumentResource[] = [
  {
    kind: 'state',
    path: '/activities/state',
    clause: 'Communication 2.3',
    owners: ['activityId', 'agent'],
    hasRegistration: true,
    idName: 'stateId',
    deletesMany: true,
    scope: 'state',
  },
  {
    kind: 'agent-profile',
    path: '/agents/profile',
    clause: 'Communication 2.6',
    owners: ['agent'],
    hasRegistration: false,
    idName: 'profileId',
    deletesMany: false,
    scope: 'profile',
  },
  {
    kind: 'activity-profile',
    path: '/activities/profile',
    clause: 'Communication 2.7',
    owners: ['activityId'],
    hasRegistration: false,
    idName: 'profileId',
    deletesMany: false,
    scope: 'profile',
  },
]
