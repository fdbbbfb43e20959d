import type { Request } from 'express'
import {
  isIri,
  isUuid,
  moved,
  parseTimestamp,
  readJson,
  validateAgent,
  type Agent,
  type StatementFault,
} from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import type { StatementQuery } from '../types.js'

const clause = { resource: 'Communication 2.1.3', unknown: 'Communication 3.2' }

/** A request for statements, taken apart. */
export type Asked =
  | { kind: 'one'; id: string; voided: boolean }
  | { kind: 'more'; more: string }
  | { kind: 'page'; query: StatementQuery }

/**
 * The parameters of a request, each at most once.
 * @param known the names that the resource has
 * @throws LrsError 400 naming every other one (Communication 3.2)
 */
export function parameters(request: Request, known: readonly string[]): Map<string, string> {
  const given = [...new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'))]
  const found = new Map(given)
  const unknown = [...found.keys()].filter((name) => !known.includes(name))
  const faults = unknown.map((name) => fault(name.slice(0, 100), 'not a parameter of this resource', clause.unknown))
  if (found.size < given.length) faults.push(fault('', 'a parameter is given more than once', clause.unknown))
  if (faults.length > 0) throw badParameters(faults)
  return found
}

const single = ['statementId', 'voidedStatementId']
const paging = [
  'agent',
  'verb',
  'activity',
  'registration',
  'related_activities',
  'related_agents',
  'since',
  'until',
  'limit',
  'ascending',
]
const output = ['format', 'attachments']

/** Reads the parameters of GET statements (Communication 2.1.3). @throws LrsError 400 with every fault */
export function askedStatements(request: Request): Asked {
  const given = parameters(request, [...single, ...paging, ...output, 'more'])
  const faults: StatementFault[] = []
  const asked = given.has('more') ? askedMore(given, faults) : (askedOne(given, faults) ?? askedPage(given, faults))
  checkOutput(given, faults)
  if (faults.length > 0) throw badParameters(faults)
  return asked
}

/** The parameter of PUT statements (Communication 2.1.1). @throws LrsError 400 */
export function askedId(request: Request): string {
  const id = parameters(request, ['statementId']).get('statementId')
  if (id === undefined) throw badParameters([fault('statementId', 'missing', 'Communication 2.1.1')])
  if (!isUuid(id)) throw badParameters([fault('statementId', 'not a UUID', 'Communication 2.1.1')])
  return id
}

function askedMore(given: Map<string, string>, faults: StatementFault[]): Asked {
  if (given.size > 1)
    faults.push(fault('more', 'stands beside other parameters, which it holds itself', clause.resource))
  return { kind: 'more', more: given.get('more') ?? '' }
}

function askedOne(given: Map<string, string>, faults: StatementFault[]): Asked | undefined {
  const name = single.find((one) => given.has(one))
  if (name === undefined) return undefined
  const id = given.get(name) ?? ''
  if (!isUuid(id)) faults.push(fault(name, 'not a UUID', clause.resource))
  const others = [...given.keys()].filter((other) => other !== name && !output.includes(other))
  for (const other of others) faults.push(fault(other, `not allowed beside ${name}`, clause.resource))
  return { kind: 'one', id: id.toLowerCase(), voided: name === 'voidedStatementId' }
}

function askedPage(given: Map<string, string>, faults: StatementFault[]): Asked {
  /** The value of a parameter, read; what cannot be read is a fault. */
  const read = <T>(name: string, rule: string, reader: (text: string) => T | undefined): T | undefined => {
    const text = given.get(name)
    const value = text === undefined ? undefined : reader(text)
    if (text !== undefined && value === undefined) faults.push(fault(name, rule, clause.resource))
    return value
  }
  const text = (isRight: (value: string) => boolean) => (value: string) => (isRight(value) ? value : undefined)
  const truth = (name: string) => read(name, 'not true or false', truthIn)
  const query = {
    agent: agentIn(given.get('agent'), faults),
    relatedAgents: truth('related_agents'),
    verb: read('verb', 'not an IRI with a scheme', text(isIri)),
    activity: read('activity', 'not an IRI with a scheme', text(isIri)),
    relatedActivities: truth('related_activities'),
    registration: read('registration', 'not a UUID', text(isUuid)),
    since: read('since', 'not an ISO 8601 timestamp', parseTimestamp),
    until: read('until', 'not an ISO 8601 timestamp', parseTimestamp),
    limit: read('limit', 'not a whole number from 0', numberIn),
    ascending: truth('ascending'),
  }
  const present = Object.entries(query).filter(([, value]) => value !== undefined)
  return { kind: 'page', query: Object.fromEntries(present) as StatementQuery }
}

const truthIn = (text: string) => (text === 'true' ? true : text === 'false' ? false : undefined)
const numberIn = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)

/** An agent or identified group, as JSON. */
function agentIn(text: string | undefined, faults: StatementFault[]): Agent | undefined {
  if (text === undefined) return undefined
  const read = readJson(text)
  const checked = 'faults' in read ? read : validateAgent(read.value)
  if ('faults' in checked) {
    faults.push(...checked.faults.map((one) => moved(one, 'agent')))
    return undefined
  }
  const { agent } = checked
  const isAnonymous = !['mbox', 'mbox_sha1sum', 'openid', 'account'].some((name) => name in agent)
  if (isAnonymous) faults.push(fault('agent', 'a group without identifier cannot be looked for', clause.resource))
  return agent
}

/** Only what can be sent may be asked for. */
function checkOutput(given: Map<string, string>, faults: StatementFault[]): void {
  if (!['exact', undefined].includes(given.get('format')))
    faults.push(fault('format', 'only exact is served by this version of the server', clause.resource))
  if (!['false', undefined].includes(given.get('attachments')))
    faults.push(fault('attachments', 'only false is served by this version of the server', clause.resource))
}

const fault = (path: string, rule: string, of: string): StatementFault => ({ path, rule, clause: of })

const badParameters = (faults: StatementFault[]) =>
  new LrsError(400, 'parameters', 'the parameters cannot be used as they are', faults)
