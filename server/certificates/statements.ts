import { repeatableId } from '../base/ids.js'
import { buildStatement, type InCourse, type EventBase, type Statement, type Vocabulary } from '../xapi/index.js'
import { present } from './terms.js'
import type { Certificate, Term } from './types.js'

/** What all statements about a term say: the Party and agency are those of its issue, also when it is revoked later. */
const common = ({ account, course }: Certificate, term: Term, at: Date): EventBase & InCourse => ({
  at,
  account,
  affiliation: term.affiliation,
  language: term.language,
  course: course.id,
  version: course.version,
  areas: course.areas,
  registration: term.registration,
})

/**
 * What statements call a certificate. Not its code: whoever may read statements would get the holder's name with it
 * from the public page.
 */
export const nameInStatements = ({ iriBase }: Vocabulary, { account, course }: Certificate): string =>
  repeatableId(iriBase, 'certificate', account, course.id, course.version)

/** The last term of a certificate was earned. The same term is always the same statement. */
export function earned(vocabulary: Vocabulary, certificate: Certificate): Statement {
  const { terms } = certificate
  const term = present(certificate)
  return buildStatement(vocabulary, {
    ...common(certificate, term, term.issuedAt),
    kind: 'earned',
    certificate: nameInStatements(vocabulary, certificate),
    term: terms.length,
    attempt: term.attempt,
    validUntil: term.validUntil,
  })
}

/** A certificate was revoked, with all its terms. */
export function revoked(vocabulary: Vocabulary, certificate: Certificate, at: Date): Statement {
  return buildStatement(vocabulary, {
    ...common(certificate, present(certificate), at),
    kind: 'revoked',
    certificate: nameInStatements(vocabulary, certificate),
  })
}
