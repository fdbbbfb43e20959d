/** A statement as JSON (xAPI 1.0.3 Data 2.4; IEEE 9274.1.1 4.2.2): what is stored and sent. The LRS checks its shape; others only read it. */
export interface Statement extends SentStatement {
  id: string
}

/** A statement as a client sends it: the LRS gives it an id where it has none. */
export interface SentStatement {
  id?: string
  actor: Agent
  verb: { id: string; display?: LanguageMap }
  object: StatementObject
  result?: Result
  context?: Context
  timestamp?: string
  stored?: string
  authority?: Agent
  version?: string
  attachments?: Attachment[]
  [key: string]: unknown
}

/** What is told of data that belong to a statement (xAPI 1.0.3 Data 2.4.11; IEEE 9274.1.1 4.2.2.6). */
export interface Attachment {
  usageType: string
  display: LanguageMap
  description?: LanguageMap
  contentType: string
  /** In octets. */
  length: number
  /** The SHA-2 of the data, in hexadecimal. */
  sha2: string
  fileUrl?: string
}

export type LanguageMap = Record<string, string>

export interface Agent {
  objectType?: 'Agent' | 'Group'
  name?: string
  account?: { homePage: string; name: string }
  mbox?: string
  [key: string]: unknown
}

export interface StatementObject {
  objectType?: string
  id?: string
  definition?: ActivityDefinition
  [key: string]: unknown
}

/** What an activity is (Data 2.4.4.1). */
export interface ActivityDefinition {
  name?: LanguageMap
  description?: LanguageMap
  type?: string
  moreInfo?: string
  extensions?: Record<string, unknown>
  interactionType?: string
  correctResponsesPattern?: string[]
  [key: string]: unknown
}

export interface Result {
  score?: { scaled?: number; raw?: number; min?: number; max?: number }
  success?: boolean
  completion?: boolean
  response?: string
  duration?: string
  extensions?: Record<string, unknown>
}

export interface Context {
  registration?: string
  language?: string
  platform?: string
  contextActivities?: Record<string, StatementObject[]>
  /** xAPI 2.0 only, as `contextGroups` (IEEE 9274.1.1, 4.2.2.5). */
  contextAgents?: { objectType: 'contextAgent'; agent: Agent; relevantTypes?: string[] }[]
  contextGroups?: { objectType: 'contextGroup'; group: Agent; relevantTypes?: string[] }[]
  extensions?: Record<string, unknown>
  [key: string]: unknown
}
