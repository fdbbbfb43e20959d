/** The versions of the specification by which statements can be checked. */
export type XapiVersion = '1.0.3' | '2.0.0'

/** What differs between versions of the specification: names of clauses, statement versions, properties of a context. */
export interface Edition {
  version: XapiVersion
  /** Each part's clause, with the document that holds it. */
  clauses: Record<Clause, string>
  /** Whether a statement's `version` is accepted. */
  isStatementVersion(version: string): boolean
  /** Whether a context may have `contextAgents` and `contextGroups`. */
  hasContextAgents: boolean
}

export type Clause =
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
  | 'contextAgents'
  | 'stored'
  | 'authority'
  | 'version'
  | 'attachments'
  | 'voiding'
  | 'signature'
  | 'extensions'
  | 'languageMap'
  | 'iri'
  | 'uuid'
  | 'timestamp'
  | 'duration'

/** Another version of the specification is another entry here, and the shapes that it has alone in the files beside. */
export const editions: Record<XapiVersion, Edition> = {
  '1.0.3': {
    version: '1.0.3',
    isStatementVersion: (version) => /^1\.0(?:\.\d+)?$/.test(version),
    hasContextAgents: false,
    clauses: citing('xAPI 1.0.3 Data', {
      format: '2.2',
      id: '2.4.1',
      statement: '2.4',
      agent: '2.4.2.1',
      group: '2.4.2.2',
      identifier: '2.4.2.3',
      account: '2.4.2.4',
      verb: '2.4.3',
      object: '2.4.4',
      activity: '2.4.4.1',
      agentAsObject: '2.4.4.2',
      statementObject: '2.4.4.3',
      result: '2.4.5',
      score: '2.4.5.1',
      context: '2.4.6',
      registration: '2.4.6.1',
      contextActivities: '2.4.6.2',
      contextAgents: '2.4.6',
      stored: '2.4.8',
      authority: '2.4.9',
      version: '2.4.10',
      attachments: '2.4.11',
      voiding: '2.3.2',
      signature: '2.6',
      extensions: '4.1',
      languageMap: '4.2',
      iri: '4.3',
      uuid: '4.4',
      timestamp: '4.5',
      duration: '4.6',
    }),
  },
  '2.0.0': {
    version: '2.0.0',
    // 'An LRS should not reject a Statement that is otherwise valid except the version' (4.2.4.2): those of 1.0 are.
    isStatementVersion: (version) => /^[12]\.0(?:\.\d+)?$/.test(version),
    hasContextAgents: true,
    clauses: citing('IEEE 9274.1.1', {
      format: '4.2.1',
      id: '4.2.2',
      statement: '4.2.2',
      agent: '4.2.2.1',
      group: '4.2.2.1',
      identifier: '4.2.2.1',
      account: '4.2.2.1',
      verb: '4.2.2.2',
      object: '4.2.2.3',
      activity: '4.2.2.3',
      agentAsObject: '4.2.2.3',
      statementObject: '4.2.2.3',
      result: '4.2.2.4',
      score: '4.2.2.4',
      context: '4.2.2.5',
      registration: '4.2.2.5',
      contextActivities: '4.2.2.5',
      contextAgents: '4.2.2.5',
      stored: '4.2.4.2',
      authority: '4.2.4.2',
      version: '4.2.4.2',
      attachments: '4.2.2.6',
      voiding: '4.2.5',
      signature: '4.2.6',
      extensions: '4.2.7',
      languageMap: '4.2.7',
      iri: '4.2.7',
      uuid: '4.2.7',
      timestamp: '4.2.7',
      duration: '4.2.7',
    }),
  },
}

function citing(document: string, clauses: Record<Clause, string>): Record<Clause, string> {
  const cited = Object.entries(clauses).map(([part, clause]) => [part, `${document} ${clause}`])
  return Object.fromEntries(cited) as Record<Clause, string>
}
