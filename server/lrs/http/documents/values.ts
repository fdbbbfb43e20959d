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
} from '../../../xapi/index.js'
import { LrsError } from '../../errors.js'
import { parameters } from '../parameters.js'
import { versionOf } from '../version.js'

/** Longer ids could not be kept beside a large document. */
const longestId = 10_000

/** Reads parameters one by one and collects what is wrong with them, each with its clause. */
export class Values {
  private readonly faults: StatementFault[] = []
  private readonly given: Map<string, string>

  /** @throws LrsError 400 where others than the known ones are given */
  constructor(
    private readonly request: Request,
    private readonly clause: string,
    known: readonly string[],
  ) {
    this.given = parameters(request, known)
  }

  has = (name: string): boolean => this.given.has(name)

  activityId = (): string =>
    this.read('activityId', 'not an IRI with a scheme', textIf(isIri)) ?? this.missing('activityId')

  /** The `stateId` or `profileId`. */
  id = (name: string): string =>
    this.read(
      name,
      'empty',
      textIf((text) => text !== ''),
    ) ?? this.missing(name)

  registration = (): string | undefined => this.read('registration', 'not a UUID', textIf(isUuid))?.toLowerCase()

  since = (): Date | undefined => this.read('since', 'not an ISO 8601 timestamp', parseTimestamp)

  /** An agent with an identifier; groups have none of these resources (Communication 2.4, 2.6). */
  agent(): Agent | undefined {
    const text = this.given.get('agent')
    if (text === undefined) return void this.missing('agent')
    const read = readJson(text)
    const checked = 'faults' in read ? read : validateAgent(read.value, versionOf(this.request))
    if ('faults' in checked) return void this.faults.push(...checked.faults.map((fault) => moved(fault, 'agent')))
    if (checked.agent.objectType === 'Group') return void this.tell('agent', 'a group, not an agent')
    return checked.agent
  }

  /** @throws LrsError 400 with every fault that was met */
  check(): void {
    if (this.faults.length > 0)
      throw new LrsError(400, 'parameters', 'the parameters cannot be used as they are', this.faults)
  }

  private read<T>(name: string, rule: string, reader: (text: string) => T | undefined): T | undefined {
    const text = this.given.get(name)
    if (text === undefined) return undefined
    if (text.length > longestId) return void this.tell(name, `longer than ${longestId} characters`)
    const value = reader(text)
    if (value === undefined) this.tell(name, rule)
    return value
  }

  /** Tells that a parameter is missing, unless it is there and its fault is told already. */
  private missing(name: string): string {
    if (!this.given.has(name)) this.tell(name, 'missing')
    return ''
  }

  private tell(path: string, rule: string): void {
    this.faults.push({ path, rule, clause: this.clause })
  }
}

const textIf = (isRight: (text: string) => boolean) => (text: string) => (isRight(text) ? text : undefined)
