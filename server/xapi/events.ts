import type { Language } from '../base/languages.js'

/** What every event says: when, who (an opaque account id), for which Party and agency at that time, in which language. */
export interface EventBase {
  at: Date
  account: string
  affiliation: { party: string; agency: string; status: 'claimed' | 'confirmed' }
  language: Language
}

/** Events within a course: its slug, the version and areas learned, and the enrolment's UUID. */
export interface InCourse {
  course: string
  version: string
  areas: string[]
  registration: string
}

/**
 * Everything the platform records. `quiz` is a module's slug or 'examination'; `attempt` an attempt's id.
 * One event is one statement, and the same event is always the same statement.
 */
export type LearningEvent = EventBase &
  (
    | (InCourse & { kind: 'registered' })
    /** Of the course; or, with quiz and attempt, of an attempt. */
    | (InCourse & { kind: 'initialized'; quiz?: string; attempt?: string })
    /** A module was read to its end. */
    | (InCourse & { kind: 'experienced'; module: string })
    | (InCourse & {
        kind: 'answered'
        quiz: string
        attempt: string
        question: string
        interaction: 'choice' | 'true-false'
        /** The ids of the options chosen; empty: not answered. */
        response: string[]
        success: boolean
        points: number
        maxPoints: number
      })
    | (InCourse & {
        kind: 'passed' | 'failed'
        quiz: string
        attempt: string
        /** 1, 2, 3 … for this person and quiz. */
        number: number
        points: number
        maxPoints: number
        /** 0 to 100, whole. */
        percent: number
      })
    /** A module; without one: the course. */
    | (InCourse & { kind: 'completed'; module?: string })
    | (InCourse & {
        kind: 'earned'
        /** Opaque, and the same for all terms of a certificate. Its public code leads to a name and stands nowhere. */
        certificate: string
        /** 1 for the first, 2 for the first renewal … */
        term: number
        attempt: string
        /** Undefined: it does not expire. */
        validUntil: Date | undefined
      })
    | (InCourse & { kind: 'revoked'; certificate: string; term?: number })
    /** The affiliation named in `affiliation` was confirmed; or it ended, confirmed or only claimed. */
    | { kind: 'affiliated' }
    | { kind: 'disaffiliated' }
  )

export type EventKind = LearningEvent['kind']

/** The event of one kind. */
export type EventOf<K extends EventKind> = Extract<LearningEvent, { kind: K }>
