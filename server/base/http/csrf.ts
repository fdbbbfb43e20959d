import { csrfSync } from 'csrf-sync'
import { AppError } from '../errors.js'

/**
 * A token per session (synchronizer pattern), checked on every request that changes something. It is made when a
 * page first shows a form, so that a reader without forms gets no session.
 */
const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req) => {
    const body: unknown = req.body
    const field = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined
    return typeof field === 'string' ? field : req.get('x-csrf-token')
  },
})

export { csrfSynchronisedProtection as csrfProtection, generateToken as csrfToken }

/** csrf-sync's own error as ours. */
export const isCsrfError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EBADCSRFTOKEN'

export const csrfError = () => new AppError(403, 'form-expired')
