import type { Course } from '../courses/index.js'
import { isFinished, questionOf, type Attempt, type FinishedAttempt, type Quiz } from '../quizzes/index.js'
import { examination } from './types.js'

/** What a learner is told of one question: the own choices, each right or not, and what was missing. */
export interface QuestionFeedback {
  id: string
  module: string
  provision: string
  /** Incomplete: everything chosen is right, but not everything right is chosen. */
  outcome: 'right' | 'incomplete' | 'wrong' | 'unanswered'
  /** The options chosen, in the order shown. */
  chosen: { option: string; right: boolean }[]
  /** Where several options are right: those not chosen. Nothing for a question that was left out. */
  missed: string[]
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
  attempt.questions.map(({ id, options }) => {
    const { key, module, provision, type } = questionOf(quiz, id)
    const answer = attempt.answers[id] ?? []
    const chosen = options
      .filter((option) => answer.includes(option))
      .map((option) => ({ option, right: key.includes(option) }))
    const isAnswered = type === 'multiple' && chosen.length > 0
    const missed = isAnswered ? options.filter((option) => key.includes(option) && !answer.includes(option)) : []
    const correct = attempt.result.perQuestion[id]?.correct ?? false
    return { id, module, provision, outcome: correct ? 'right' : shortOf(chosen), chosen, missed }
  })

/** What an answer that gave no points is. */
function shortOf(chosen: QuestionFeedback['chosen']): QuestionFeedback['outcome'] {
  if (chosen.length === 0) return 'unanswered'
  return chosen.every(({ right }) => right) ? 'incomplete' : 'wrong'
}

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
