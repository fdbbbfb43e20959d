import { badInput, type Fault } from '../base/errors.js'
import { questionOf } from './mark.js'
import type { Answers, Attempt, Quiz } from './types.js'

/**
 * Checks that answers fit an attempt: questions that it asks, options that they have, each at most once, and no more
 * than one where only one can be right.
 * @throws AppError 400 'invalid-answers' with every fault
 */
export function checkAnswers(quiz: Quiz, attempt: Pick<Attempt, 'questions'>, answers: Answers): void {
  const faults = Object.entries(answers).flatMap(([id, chosen]): Fault[] => {
    const asked = attempt.questions.find((question) => question.id === id)
    if (!asked) return [{ field: id, code: 'question-not-asked' }]
    if (new Set(chosen).size < chosen.length || !chosen.every((option) => asked.options.includes(option)))
      return [{ field: id, code: 'not-a-choice' }]
    if (chosen.length > 1 && questionOf(quiz, id).type !== 'multiple') return [{ field: id, code: 'one-choice' }]
    return []
  })
  if (faults.length > 0) throw badInput('invalid-answers', faults)
}

/** The ids of the questions that have no answer yet, in the order asked. */
export const unanswered = (attempt: Pick<Attempt, 'questions' | 'answers'>): string[] =>
  attempt.questions.map(({ id }) => id).filter((id) => !attempt.answers[id]?.length)
