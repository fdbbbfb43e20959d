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
  type XapiVersion,
} from '../../xapi/index.js'
import { formats, type Output } from '../statements/output.js'
import type { StatementQuery } from '../types.js'
import { clausesOf } from './clauses.js'
import { badParameters, parameters } from './parameters.js'
import { versionOf } from './version.js'

/** A request for statements, taken apart. A `more` holds how its page is to be written. */
export type Asked =
  | { kind: 'one'; id: string; voided: boolean; output: Output }
  | { kind: 'more'; more: string }
  | { kind: 'page'; query: StatementQuery; output: Output }

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

/** Reads the parameters of GET statements. @throws LrsError 400 with every fault */
export function askedStatements(request: Request): Asked {
  const given = new Given(request, parameters(request, [...single, ...paging, ...output, 'more']))
  const asked = given.has('more') ? askedMore(given) : (askedOne(given) ?? askedPage(given))
  if (given.faults.length > 0) throw badParameters(given.faults)
  return asked
}

/** The parameter of PUT statements. @throws LrsError 400 */
export function askedId(request: Request): string {
  const id = parameters(request, ['statementId']).get('statementId')
  if (id !== undefined && isUuid(id)) return id
  const rule = id === undefined ? 'missing' : 'not a UUID'
  throw badParameters([{ path: 'statementId', rule, clause: clausesOf(request).put }])
}

/** The parameters that are there, and the faults that were met in them. */
class Given {
  readonly faults: StatementFault[] = []
  readonly version: XapiVersion
  private readonly clause: string

  constructor(
    request: Request,
    private readonly texts: Map<string, string>,
  ) {
    this.version = versionOf(request)
    this.clause = clausesOf(request).get
  }

  has = (name: string): boolean => this.texts.has(name)
  names = (): string[] => [...this.texts.keys()]
  text = (name: string): string | undefined => this.texts.get(name)

  tell(path: string, rule: string): void {
    this.faults.push({ path, rule, clause: this.clause })
  }

  /** The value of a parameter, read; what cannot be read is a fault. */
  read<T>(name: string, rule: string, reader: (text: string) => T | undefined): T | undefined {
    const text = this.texts.get(name)
    const value = text === undefined ? undefined : reader(text)
    if (text !== undefined && value === undefined) this.tell(name, rule)
    return value
  }

  truth = (name: string): boolean | undefined => this.read(name, 'not true or false', truthIn)
}

function askedMore(given: Given): Asked {
  if (given.names().length > 1) given.tell('more', 'stands beside other parameters, which it holds itself')
  return { kind: 'more', more: given.text('more') ?? '' }
}

function askedOne(given: Given): Asked | undefined {
  const name = single.find(given.has)
  if (name === undefined) return undefined
  const id = given.text(name) ?? ''
  if (!isUuid(id)) given.tell(name, 'not a UUID')
  const others = given.names().filter((other) => other !== name && !output.includes(other))
  for (const other of others) given.tell(other, `not allowed beside ${name}`)
  return { kind: 'one', id: id.toLowerCase(), voided: name === 'voidedStatementId', output: outputIn(given) }
}

function askedPage(given: Given): Asked {
  const text = (isRight: (value: string) => boolean) => (value: string) => (isRight(value) ? value : undefined)
  const query = {
    agent: agentIn(given),
    relatedAgents: given.truth('related_agents'),
    verb: given.read('verb', 'not an IRI with a scheme', text(isIri)),
    activity: given.read('activity', 'not an IRI with a scheme', text(isIri)),
    relatedActivities: given.truth('related_activities'),
    registration: given.read('registration', 'not a UUID', text(isUuid)),
    since: given.read('since', 'not an ISO 8601 timestamp', parseTimestamp),
    until: given.read('until', 'not an ISO 8601 timestamp', parseTimestamp),
    limit: given.read('limit', 'not a whole number from 0', numberIn),
    ascending: given.truth('ascending'),
  }
  const present = Object.entries(query).filter(([, value]) => value !== undefined)
  return { kind: 'page', query: Object.fromEntries(present) as StatementQuery, output: outputIn(given) }
}

const outputIn = (given: Given): Output => ({
  format:
    given.read('format', `not one of ${formats.join(', ')}`, (text) => formats.find((one) => one === text)) ?? 'exact',
  attachments: given.truth('attachments') ?? false,
})

const truthIn = (text: string) => (text === 'true' ? true : text === 'false' ? false : undefined)
const numberIn = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)

/** An agent or identified group, as JSON. */
function agentIn(given: Given): Agent | undefined {
  const text = given.text('agent')
  if (text === undefined) return undefined
  const read = readJson(text, given.version)
  const checked = 'faults' in read ? read : validateAgent(read.value, given.version)
  if ('faults' in checked) {
    given.faults.push(...checked.faults.map((one) => moved(one, 'agent')))
    return undefined
  }
  const { agent } = checked
  const isAnonymous = !['mbox', 'mbox_sha1sum', 'openid', 'account'].some((name) => name in agent)
  if (isAnonymous) given.tell('agent', 'a group without identifier cannot be looked for')
  return agent
}
