import type { Language } from '../base/languages.js'

export type QuestionType = 'single' | 'multiple' | 'true-false'

/** A question with its key: it never leaves the server. True or false has the options 'true' and 'false'. */
export interface Question {
  id: string
  type: QuestionType
  points: number
  options: string[]
  key: string[]
  provision: string
  module: string
}

/** The words of a question in one language: HTML, sanitized. */
export interface QuestionText {
  text: string
  options: Record<string, { text: string; feedback: string }>
}

/** Which quiz: of a course version, a module's slug or 'examination'. */
export interface QuizRef {
  course: string
  version: string
  quiz: string
}

/** A quiz as the engine sees one; who made it (a course) is not its business. */
export interface Quiz {
  ref: QuizRef
  questions: Question[]
  /** Per cent of the points. */
  passMark: number
  /** Minutes between the end of a failed attempt and the next. */
  pauseMinutes: number
  /** Questions drawn per module; undefined: all. */
  draw: number | undefined
}

/** An attempt as other modules see one. Keys are not in it. */
export interface Attempt {
  id: string
  account: string
  ref: QuizRef
  /** 1, 2, 3 … for this person and quiz. */
  number: number
  registration: string
  language: Language
  state: 'open' | 'finished'
  /** The drawn questions in order, each with its options in the order shown. */
  questions: AskedQuestion[]
  answers: Answers
  startedAt: Date
  finishedAt: Date | undefined
  result: AttemptResult | undefined
}

export interface AttemptResult {
  points: number
  maxPoints: number
  /** 0 to 100, rounded down to a whole per cent. */
  percent: number
  passed: boolean
  perQuestion: Record<string, { points: number; correct: boolean }>
}

/** A question as it was asked in one attempt: its options in the order shown. */
export interface AskedQuestion {
  id: string
  options: string[]
}

/** Question id to the options chosen; a question without an answer is missing or has none. */
export type Answers = Record<string, string[]>

/** An attempt without its questions, answers and marks a question, for lists and rules. */
export interface AttemptSummary extends Omit<Attempt, 'questions' | 'answers' | 'result'> {
  result: Omit<AttemptResult, 'perQuestion'> | undefined
}

/** An attempt that was marked. */
export type FinishedAttempt = Attempt & { state: 'finished'; finishedAt: Date; result: AttemptResult }

export const isFinished = (attempt: Attempt): attempt is FinishedAttempt => attempt.state === 'finished'
