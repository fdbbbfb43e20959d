import type { Request } from 'express'
import type { StatementFault } from '../../xapi/index.js'
import { LrsError } from '../errors.js'
import { clausesOf } from './clauses.js'

/**
 * The parameters of a request, each at most once.
 * @param known the names that the resource has
 * @throws LrsError 400 naming every other one (xAPI 1.0.3 Communication 3.2; IEEE 9274.1.1 4.1.5)
 */
export function parameters(request: Request, known: readonly string[]): Map<string, string> {
  const given = [...new URLSearchParams(request.url.split('?').slice(1).join('?'))]
  const found = new Map(given)
  const clause = clausesOf(request).parameters
  const unknown = [...found.keys()].filter((name) => !known.includes(name))
  const faults = unknown.map((name) => ({
    path: name.slice(0, 100),
    rule: 'not a parameter of this resource',
    clause,
  }))
  if (found.size < given.length) faults.push({ path: '', rule: 'a parameter is given more than once', clause })
  if (faults.length > 0) throw badParameters(faults)
  return found
}

export const badParameters = (faults: StatementFault[]): LrsError =>
  new LrsError(400, 'parameters', 'the parameters cannot be used as they are', faults)
