import { addMonths } from './months.js'
import type { Certificate, State, Term } from './types.js'

/** The term that counts: the last one. */
export function present({ terms }: Pick<Certificate, 'terms'>): Term {
  const term = terms.at(-1)
  if (!term) throw new Error('a certificate without a term')
  return term
}

/** The name as it stands on the paper. */
export const printedName = ({ name, latinName }: Pick<Term, 'name' | 'latinName'>): string => latinName ?? name ?? ''

export function stateOf(certificate: Pick<Certificate, 'terms' | 'revocation'>, now: Date): State {
  if (certificate.revocation) return 'revoked'
  const { validUntil } = present(certificate)
  return validUntil && validUntil <= now ? 'expired' : 'valid'
}

/**
 * Whether a new examination renews a certificate: it has expired, or expires within the renewal window of its course.
 * A revoked one is not renewed by an examination: that is for the Secretariat to decide.
 */
export function isRenewable({ terms, revocation, course }: Certificate, at: Date): boolean {
  const { validUntil } = present({ terms })
  if (revocation || !validUntil) return false
  return at >= addMonths(validUntil, -course.renewalWindowMonths)
}
