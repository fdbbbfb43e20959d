import { languages, type Language } from '../base/languages.js'
import { present } from './terms.js'
import type { Certificate, CertifiedCourse, CourseWords, State, Term } from './types.js'

/** What a certificate says of its course in a language; in the first that the course had, where it lacks that one. */
export function wordsOf({ id, words }: CertifiedCourse, language: Language): CourseWords & { language: Language } {
  const wanted = [language, ...languages].find((one) => words[one] !== undefined)
  const found = wanted && words[wanted]
  if (!found) throw new Error(`a certificate of ${id} without words`)
  return { ...found, language: wanted }
}

/**
 * The name of a place of work, whether it is a Party or one of the two that are none, and whether it was confirmed when
 * the certificate was issued, or only stated by the holder.
 */
export const placeOf = ({ affiliation, partyNames }: Term, language: Language) => ({
  isParty: /^[A-Z]{2}$/.test(affiliation.party),
  name: partyNames[language],
  status: affiliation.status,
})

/** What the pages show of a certificate. The score is in it only where it may be seen. */
export function recordOf(certificate: Certificate, options: { language: Language; state: State; score: boolean }) {
  const { language, state, score } = options
  const { code, course, terms, revocation, nameErasedAt } = certificate
  const term = present(certificate)
  const shown = (one: Term) => ({
    issuedAt: one.issuedAt,
    validUntil: one.validUntil,
    place: placeOf(one, language),
    percent: score ? one.percent : undefined,
  })
  return {
    code,
    state,
    name: term.name,
    latinName: term.latinName,
    nameErasedAt,
    ...shown(term),
    hasScore: score,
    course: wordsOf(course, language),
    version: course.version,
    hours: course.hours,
    renewals: terms.length - 1,
    terms: terms.map(shown),
    revocation: revocation && { at: revocation.at, reason: revocation.reason },
  }
}
