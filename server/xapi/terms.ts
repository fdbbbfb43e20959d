import type { LanguageMap } from './types.js'
import type { EventKind } from './events.js'

/**
 * The words of the vocabulary. Where the xAPI community has a term it is taken; the others are coined under the
 * installation's IRI base, at `<IRI_BASE>/vocabulary/…` (`own: true`).
 */
interface VerbTerm {
  id: string
  own?: true
  display: LanguageMap
}

const adl = 'http://adlnet.gov/expapi/verbs/'

export const verbTerms: Record<EventKind, VerbTerm> = {
  registered: {
    id: `${adl}registered`,
    display: { en: 'registered for', fr: 's’est inscrit à', es: 'se inscribió en' },
  },
  initialized: { id: `${adl}initialized`, display: { en: 'began', fr: 'a commencé', es: 'comenzó' } },
  experienced: { id: `${adl}experienced`, display: { en: 'read', fr: 'a lu', es: 'leyó' } },
  answered: { id: `${adl}answered`, display: { en: 'answered', fr: 'a répondu à', es: 'respondió' } },
  passed: { id: `${adl}passed`, display: { en: 'passed', fr: 'a réussi', es: 'aprobó' } },
  failed: { id: `${adl}failed`, display: { en: 'failed', fr: 'a échoué à', es: 'no aprobó' } },
  completed: { id: `${adl}completed`, display: { en: 'completed', fr: 'a terminé', es: 'completó' } },
  earned: {
    id: 'http://id.tincanapi.com/verb/earned',
    display: { en: 'earned', fr: 'a obtenu', es: 'obtuvo' },
  },
  revoked: {
    id: 'revoked',
    own: true,
    display: { en: 'had revoked', fr: 's’est vu retirer', es: 'perdió por revocación' },
  },
  affiliated: {
    id: 'affiliated',
    own: true,
    display: {
      en: 'was confirmed as an official of',
      fr: 'a été confirmé comme agent de',
      es: 'fue confirmado como funcionario de',
    },
  },
  disaffiliated: {
    id: 'disaffiliated',
    own: true,
    // Of an affiliation that was confirmed, or only claimed: `affiliation-status` says how it stood.
    display: {
      en: 'is not, or no longer, an official of',
      fr: 'n’est pas, ou n’est plus, agent de',
      es: 'no es, o ya no es, funcionario de',
    },
  },
}

/** Activity types: ADL's where there is one, else coined. */
export const activityTypeTerms = {
  course: { id: 'http://adlnet.gov/expapi/activities/course' },
  module: { id: 'http://adlnet.gov/expapi/activities/module' },
  quiz: { id: 'http://adlnet.gov/expapi/activities/assessment' },
  question: { id: 'http://adlnet.gov/expapi/activities/cmi.interaction' },
  profile: { id: 'http://adlnet.gov/expapi/activities/profile' },
  certificate: { id: 'certificate', own: true },
  party: { id: 'party', own: true },
} as const satisfies Record<string, { id: string; own?: true }>

/**
 * Every extension that the platform writes, at `<IRI_BASE>/vocabulary/extensions/<name>`: where it stands, what it
 * holds, and in which statements.
 */
export const extensionTerms = {
  party: {
    in: 'context',
    holds:
      "Text: the person's Party at the time, ISO 3166-1 alpha-2, 'EU', 'observer', 'non-party' or 'secretariat'. In all.",
  },
  agency: { in: 'context', holds: "Text: the person's agency at the time, such as 'customs'. In all." },
  'affiliation-status': {
    in: 'context',
    holds:
      "Text: 'confirmed' or 'claimed'; only a confirmed affiliation counts in published figures. In all; in disaffiliated as it stood before it ended.",
  },
  areas: { in: 'context', holds: "List of texts: the course's areas, such as 'permits'. In all within a course." },
  'course-version': { in: 'context', holds: 'Text: the version of the course learned. In all within a course.' },
  attempt: {
    in: 'context',
    holds: 'Text: the id of the attempt. In initialized (of a quiz), answered, passed, failed and earned.',
  },
  'attempt-number': { in: 'context', holds: 'Number: 1 for the first attempt at this quiz. In passed and failed.' },
  reason: {
    in: 'context',
    holds: 'Text: why an administrator voided a statement. In voided.',
  },
  term: {
    in: 'result',
    holds: 'Number: 1 for the first issue of a certificate, 2 for its first renewal. In earned and revoked.',
  },
  'valid-until': {
    in: 'result',
    holds: 'Text: the moment (ISO 8601) at which the certificate expires; absent if it does not. In earned.',
  },
} as const satisfies Record<string, { in: 'context' | 'result'; holds: string }>

export type ActivityTypeName = keyof typeof activityTypeTerms
export type ExtensionName = keyof typeof extensionTerms
