import type { Course } from '../courses/index.js'
import { isFinished, questionOf, type Attempt, type FinishedAttempt, type Quiz } from '../quizzes/index.js'
import { examination } from './types.js'

/** What a learner is told of one question: the own choice and whether it was right, never the key. */
export interface QuestionFeedback {
  id: string
  /** The options chosen, in the order shown. */
  chosen: string[]
  correct: boolean
  provision: string
}

/** After practice and after a passed examination; or, after a failed one, only what to read again. */
export type Feedback =
  | { kind: 'questions'; questions: QuestionFeedback[] }
  | { kind: 'reading'; modules: { module: string; provisions: string[] }[] }

/** A failed examination will be asked again: which of its answers were right would lead to the keys by elimination. */
export const mayTellQuestions = ({ ref, result }: FinishedAttempt) => ref.quiz !== examination || result.passed

/** An attempt as its owner may take it home. */
export const forOwner = (attempt: Attempt): Attempt =>
  isFinished(attempt) && !mayTellQuestions(attempt)
    ? { ...attempt, result: { ...attempt.result, perQuestion: {} } }
    : attempt

/** What an attempt's feedback may tell. */
export function feedbackOn(course: Pick<Course, 'modules'>, quiz: Quiz, attempt: FinishedAttempt): Feedback {
  return mayTellQuestions(attempt)
    ? { kind: 'questions', questions: questionFeedback(quiz, attempt) }
    : { kind: 'reading', modules: whatToRead(course, quiz, attempt) }
}

const questionFeedback = (quiz: Quiz, attempt: FinishedAttempt): QuestionFeedback[] =>
  attempt.questions.map(({ id, options }) => ({
    id,
    chosen: options.filter((option) => attempt.answers[id]?.includes(option)),
    correct: attempt.result.perQuestion[id]?.correct ?? false,
    provision: questionOf(quiz, id).provision,
  }))

/** Modules in the course's order, provisions by name: an order that says nothing of the questions. */
function whatToRead(course: Pick<Course, 'modules'>, quiz: Quiz, attempt: FinishedAttempt) {
  const missed = attempt.questions
    .filter(({ id }) => !attempt.result.perQuestion[id]?.correct)
    .map(({ id }) => questionOf(quiz, id))
  return course.modules
    .map((module) => {
      const provisions = missed.filter((question) => question.module === module).map(({ provision }) => provision)
      return { module, provisions: [...new Set(provisions)].sort() }
    })
    .filter(({ provisions }) => provisions.length > 0)
}
