import type { Language } from '../base/languages.js'

/** How far a person has come in a module: it is complete when it was read to its end and its quiz passed. */
export interface ModuleProgress {
  readAt?: Date
  /** When its quiz was passed first. */
  passedAt?: Date
}

/** Where a person was last, to go on from there. */
export interface Place {
  module: string
  /** The anchor of a section. */
  section?: string | undefined
}

/** A person's way through one version of a course. */
export interface Enrolment {
  /** A UUID that follows from account, course and version; the registration of all its statements. */
  registration: string
  account: string
  course: string
  version: string
  /** The language it was begun in. */
  language: Language
  startedAt: Date
  place: Place | undefined
  modules: Record<string, ModuleProgress>
  /** When the examination was passed first. */
  completedAt: Date | undefined
}

/** An examination that this server marked as passed: what certificates rest on. */
export interface ExaminationPass {
  account: string
  /** The id of the attempt. */
  attempt: string
  passedAt: Date
  percent: number
  registration: string
  course: string
  version: string
  language: Language
}

/** A certificate as the pages of learning show it; who issues certificates hands these in. */
export interface HeldCertificate {
  course: string
  /** The course's title as the certificate states it. */
  title: string
  /** Where it can be downloaded, without the language. */
  href: string
  issuedAt: Date
  validUntil: Date | undefined
  state: 'valid' | 'expired' | 'revoked'
}

/** The name of the final examination among the quizzes of a course. */
export const examination = 'examination'
