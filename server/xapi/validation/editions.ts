/** The versions of the specification by which statements can be checked. */
export type XapiVersion = '1.0.3' | '2.0.0'

/** What differs between versions of the specification: the clauses' names, and the statement versions accepted. */
export interface Edition {
  version: XapiVersion
  clauses: Record<Clause, string>
  /** Whether a statement's `version` is accepted. */
  isStatementVersion(version: string): boolean
}

type Clause =
  | 'format'
  | 'id'
  | 'statement'
  | 'agent'
  | 'group'
  | 'identifier'
  | 'account'
  | 'verb'
  | 'object'
  | 'activity'
  | 'agentAsObject'
  | 'statementObject'
  | 'result'
  | 'score'
  | 'context'
  | 'registration'
  | 'contextActivities'
  | 'stored'
  | 'authority'
  | 'version'
  | 'attachments'
  | 'voiding'
  | 'extensions'
  | 'languageMap'
  | 'iri'
  | 'uuid'
  | 'timestamp'
  | 'duration'

const first: Edition = {
  version: '1.0.3',
  isStatementVersion: (version) => /^1\.0(?:\.\d+)?$/.test(version),
  clauses: {
    format: 'Data 2.2',
    id: 'Data 2.4.1',
    statement: 'Data 2.4',
    agent: 'Data 2.4.2.1',
    group: 'Data 2.4.2.2',
    identifier: 'Data 2.4.2.3',
    account: 'Data 2.4.2.4',
    verb: 'Data 2.4.3',
    object: 'Data 2.4.4',
    activity: 'Data 2.4.4.1',
    agentAsObject: 'Data 2.4.4.2',
    statementObject: 'Data 2.4.4.3',
    result: 'Data 2.4.5',
    score: 'Data 2.4.5.1',
    context: 'Data 2.4.6',
    registration: 'Data 2.4.6.1',
    contextActivities: 'Data 2.4.6.2',
    stored: 'Data 2.4.8',
    authority: 'Data 2.4.9',
    version: 'Data 2.4.10',
    attachments: 'Data 2.4.11',
    voiding: 'Data 2.3.2',
    extensions: 'Data 4.1',
    languageMap: 'Data 4.2',
    iri: 'Data 4.3',
    uuid: 'Data 4.4',
    timestamp: 'Data 4.5',
    duration: 'Data 4.6',
  },
}

/** Another version of the specification is another entry here, and the shapes that it has alone in the files beside. */
export const editions: Record<XapiVersion, Edition> = {
  '1.0.3': first,
  '2.0.0': {
    ...first,
    version: '2.0.0',
    isStatementVersion: (version) => /^(?:1\.0(?:\.\d+)?|2\.0(?:\.0)?)$/.test(version),
  },
}
