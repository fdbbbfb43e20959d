/** Addresses of documents, as a client makes them. */
export const kinds = ['state', 'activity-profile', 'agent-profile'] as const
export type Kind = (typeof kinds)[number]
export type Parameters = Record<string, string | object | undefined>

export const activityId = 'http://example.org/activities/permits'
export const agent = { objectType: 'Agent', account: { homePage: 'http://example.org', name: 'amina' } }

const contexts: Record<Kind, { path: string; idName: string; owners: Parameters }> = {
  state: { path: '/xapi/activities/state', idName: 'stateId', owners: { activityId, agent } },
  'activity-profile': { path: '/xapi/activities/profile', idName: 'profileId', owners: { activityId } },
  'agent-profile': { path: '/xapi/agents/profile', idName: 'profileId', owners: { agent } },
}

/** A context's address; a parameter that is undefined is left out. */
export function contextAt(kind: Kind, more: Parameters = {}): string {
  const { path, owners } = contexts[kind]
  const given = Object.entries({ ...owners, ...more }).filter(([, value]) => value !== undefined)
  const query = given.map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return `${name}=${encodeURIComponent(text)}`
  })
  return `${path}?${query.join('&')}`
}

export const documentAt = (kind: Kind, id: string, more: Parameters = {}): string =>
  contextAt(kind, { [contexts[kind].idName]: id, ...more })

export const idNameOf = (kind: Kind): string => contexts[kind].idName
export const ownersOf = (kind: Kind): string[] => Object.keys(contexts[kind].owners)
