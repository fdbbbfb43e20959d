import type { Language } from '../base/languages.js'

/** The subject areas of indicator 3.2.1; identification counts towards enforcement there. */
export const areas = ['permits', 'ndf', 'identification', 'enforcement'] as const
export type Area = (typeof areas)[number]

/** A published, immutable version of a course, without its texts. */
export interface Course {
  id: string
  version: string
  areas: Area[]
  audience: string[]
  languages: Language[]
  /** Nominal hours. */
  hours: number
  modules: string[]
  moduleQuiz: { passMark: number; pauseMinutes: number }
  /** `draw`: questions drawn from each module's part of the pool; `passMark` in per cent. */
  examination: { draw: number; passMark: number; pauseMinutes: number }
  /** `validMonths` undefined: the certificate does not expire. */
  certificate: { validMonths: number | undefined; renewalWindowMonths: number }
  /** The day (ISO date) on which its provisions were last checked. */
  checked: string
  /** SHA-256 of the package, hex. */
  contentHash: string
}

/** The words of a course in one language. */
export interface CourseText {
  language: Language
  title: string
  summary: string
  objectives: string[]
  issuer: string
  endorsement: string
  /** In which edition the provisions are cited, and what may have changed since. */
  edition?: string | undefined
  /** Provision id to its citation in this language. */
  provisions: Record<string, string>
  modules: Record<string, { title: string; objectives: string[]; minutes: number }>
}

/** A module made ready to be read. */
export interface ModulePage {
  module: string
  /** Sanitized HTML. */
  html: string
  /** The level-2 headings, whose ids are anchors in `html`. */
  sections: { id: string; title: string }[]
  /** The language it is really in; another than asked for where a text is missing. */
  language: Language
}
