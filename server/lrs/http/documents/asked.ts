import type { Request } from 'express'
import type { DocumentContext, DocumentPlace } from '../../documents/model.js'
import { tagsIn, type Preconditions } from '../../documents/preconditions.js'
import { agentKey } from '../../statements/keys.js'
import type { DocumentResource } from './resources.js'
import { Values } from './values.js'

/** A request to a document resource: one document, or all of a context. */
export type Asked = { place: DocumentPlace } | { context: DocumentContext; since: Date | undefined }

/** Reads the parameters of a request about one document. @throws LrsError 400 with every fault */
export function askedPlace(request: Request, resource: DocumentResource): DocumentPlace {
  const values = new Values(request, resource.clause, namesOf(resource, resource.idName))
  const place = { ...contextIn(values, resource), id: values.id(resource.idName) }
  values.check()
  return place
}

/**
 * Reads the parameters of a request about one document or, where its id is not given, about a context.
 * @param filters parameters that only the latter has
 * @throws LrsError 400 with every fault
 */
export function asked(request: Request, resource: DocumentResource, filters: readonly 'since'[]): Asked {
  const values = new Values(request, resource.clause, namesOf(resource, resource.idName, ...filters))
  if (values.has(resource.idName)) return { place: askedPlace(request, resource) }
  const context = contextIn(values, resource)
  const since = values.since()
  values.check()
  return { context, since }
}

const namesOf = ({ owners, hasRegistration }: DocumentResource, ...others: string[]) => [
  ...owners,
  ...(hasRegistration ? ['registration'] : []),
  ...others,
]

function contextIn(values: Values, { kind, owners, hasRegistration }: DocumentResource): DocumentContext {
  const activityId = owners.includes('activityId') ? values.activityId() : undefined
  const agent = owners.includes('agent') ? values.agent() : undefined
  const registration = hasRegistration ? values.registration() : undefined
  const key = agent && agentKey(agent)
  return {
    kind,
    ...(activityId !== undefined && { activityId }),
    ...(key !== undefined && { agent: key }),
    ...(registration !== undefined && { registration }),
  }
}

export function preconditionsOf(request: Request): Preconditions {
  const [ifMatch, ifNoneMatch] = [tagsIn(request.get('If-Match')), tagsIn(request.get('If-None-Match'))]
  return { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) }
}
