import { describeFault, type StatementFault } from '../xapi/index.js'

/** The statuses that a request to the LRS may be refused with. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 429 | 503

/** A refusal: it becomes the answer's status, and JSON with code, message and faults. */
export class LrsError extends Error {
  constructor(
    readonly status: RefusalStatus,
    readonly code: string,
    message: string,
    readonly faults: StatementFault[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
    this.name = 'LrsError'
  }
}

/** Statements that break the specification: each fault names its path (`statements[3].actor.mbox`) and clause. */
export class InvalidStatement extends LrsError {
  constructor(faults: StatementFault[]) {
    const [first] = faults
    const others = faults.length > 1 ? `, and ${faults.length - 1} more` : ''
    super(400, 'invalid-statement', first ? `${describeFault(first)}${others}` : 'not a statement', faults)
    this.name = 'InvalidStatement'
  }
}

/** Ids that already name other statements (Communication 2.1.1, 2.1.2). Nothing of the request was stored. */
export class StatementConflict extends LrsError {
  constructor(readonly ids: string[]) {
    super(409, 'conflict', `another statement is stored under the id ${ids.join(', ')}`)
    this.name = 'StatementConflict'
  }
}

/** Statements that void what their sender did not store (Data 2.3.2). Nothing of the request was stored. */
export class VoidingForbidden extends LrsError {
  constructor(readonly ids: string[]) {
    super(
      403,
      'voiding-forbidden',
      `only who stored a statement may void it; others stored what is voided by ${ids.join(', ')}`,
    )
    this.name = 'VoidingForbidden'
  }
}
