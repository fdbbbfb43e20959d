/** The HTTP statuses that a rule of ours may end in. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 429 | 503

/** One fault of an input: where, which rule (a key of the locale `faults`), and the rule's parameters. */
export interface Fault {
  field: string
  code: string
  params?: Record<string, string | number>
}

/**
 * An error that a person or a client caused or can act upon. `code` is stable and is a key of the locale `errors`,
 * where its title, what happened and what to do stand in every language. Anything else that is thrown is a fault of
 * ours: it becomes a 500 whose message stays in the log.
 */
export class AppError extends Error {
  constructor(
    readonly status: ErrorStatus,
    readonly code: string,
    readonly details: {
      params?: Record<string, string | number>
      faults?: Fault[]
      retryAfterSeconds?: number
      cause?: unknown
    } = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AppError'
  }
}

export const notFound = (code = 'not-found') => new AppError(404, code)
export const forbidden = (code = 'forbidden') => new AppError(403, code)
export const conflict = (code: string, params?: Record<string, string | number>) =>
  new AppError(409, code, params ? { params } : {})
export const badInput = (code: string, faults: Fault[] = []) => new AppError(400, code, { faults })
