import type { Agent, SentStatement } from '../types.js'
import { editions, type XapiVersion } from './editions.js'
import { Faults, type Shape, type StatementFault } from './shape.js'
import { statementShapes, type StatementShapes } from './statement.js'

const shapes: Record<XapiVersion, StatementShapes> = {
  '1.0.3': statementShapes(editions['1.0.3']),
  '2.0.0': statementShapes(editions['2.0.0']),
}

/**
 * Checks a statement as a client sent it.
 * @param input a value read from JSON; it is not changed
 * @param version the version of the specification by which it is checked
 * @returns the same value, typed; or every fault at once
 */
export function validateStatement(
  input: unknown,
  version: XapiVersion = '1.0.3',
): { statement: SentStatement } | { faults: StatementFault[] } {
  const list = faultsOf(shapes[version].statement, input)
  return list.length > 0 ? { faults: list } : { statement: input as SentStatement }
}

/** Checks an agent or group that stands alone, as in a query's `agent`. */
export function validateAgent(
  input: unknown,
  version: XapiVersion = '1.0.3',
): { agent: Agent } | { faults: StatementFault[] } {
  const list = faultsOf(shapes[version].agentOrGroup, input)
  return list.length > 0 ? { faults: list } : { agent: input as Agent }
}

/** A fault in one line: `actor.mbox: not a mailto IRI (xAPI 1.0.3 Data 2.4.2.3)`. */
export const describeFault = ({ path, rule, clause }: StatementFault): string =>
  `${path || 'statement'}: ${rule} (${clause})`

function faultsOf(shape: Shape, input: unknown): StatementFault[] {
  const faults = new Faults()
  shape(input, '', faults)
  return faults.list
}
