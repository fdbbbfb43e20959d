import { isUtf8 } from 'node:buffer'
import type { Agent } from '../../xapi/index.js'
import type { Agents } from '../agents/agents.js'
import { agentKey } from '../statements/keys.js'
import type { KeptDocument } from './model.js'
import type { DocumentStore } from './store.js'

/** A document as its person gets it with their own data. */
export interface OwnDocument extends Pick<KeptDocument, 'kind' | 'id' | 'contentType' | 'updated'> {
  activityId?: string
  registration?: string
  encoding: 'utf-8' | 'base64'
  contents: string
}

/**
 * What other systems keep here about somebody, apart from statements: documents of State and Agent Profiles, and the
 * names by which statements call them. It is theirs to take along and to have erased.
 */
export interface OwnData {
  documents(agent: Agent): Promise<OwnDocument[]>
  /** Deletes the documents and forgets the names. May be repeated. */
  erase(agent: Agent): Promise<void>
}

export function createOwnData(uses: { documents: DocumentStore; agents: Pick<Agents, 'forget'> }): OwnData {
  return {
    async documents(agent) {
      const key = agentKey(agent)
      const own: OwnDocument[] = []
      if (key === undefined) return own
      for await (const document of uses.documents.ofAgent(key)) own.push(toOwn(document))
      return own
    },

    async erase(agent) {
      const key = agentKey(agent)
      if (key !== undefined) await uses.documents.clearAgent(key)
      await uses.agents.forget(agent)
    },
  }
}

function toOwn({ kind, id, activityId, registration, contentType, updated, contents }: KeptDocument): OwnDocument {
  const encoding = isUtf8(contents) ? 'utf-8' : 'base64'
  return {
    kind,
    ...(activityId !== undefined && { activityId }),
    ...(registration !== undefined && { registration }),
    id,
    contentType,
    updated,
    encoding,
    contents: contents.toString(encoding),
  }
}
