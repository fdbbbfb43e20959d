import type { Answers, AskedQuestion, AttemptResult, Question, Quiz } from './types.js'

/**
 * Marks one response: all the points or none. Of a question with several right options all of them must be chosen
 * and no other, as the page tells the learner.
 * @param response the options chosen, in any order; none: not answered
 */
export function mark(question: Question, response: string[]): { points: number; correct: boolean } {
  const chosen = new Set(response)
  const correct = chosen.size === question.key.length && question.key.every((option) => chosen.has(option))
  return { points: correct ? question.points : 0, correct }
}

/**
 * The result of an attempt: the points of the questions asked, in whole per cent rounded down. Passed is decided on
 * the points, not on the rounded figure.
 */
export function result(quiz: Quiz, attempt: { questions: AskedQuestion[]; answers: Answers }): AttemptResult {
  const asked = attempt.questions.map(({ id }) => questionOf(quiz, id))
  const marks = asked.map((question) => ({ id: question.id, ...mark(question, attempt.answers[question.id] ?? []) }))
  const points = sum(marks.map((each) => each.points))
  const maxPoints = sum(asked.map((question) => question.points))
  return {
    points,
    maxPoints,
    percent: maxPoints === 0 ? 0 : Math.floor((100 * points) / maxPoints),
    passed: maxPoints > 0 && 100 * points >= quiz.passMark * maxPoints,
    perQuestion: Object.fromEntries(marks.map(({ id, points, correct }) => [id, { points, correct }])),
  }
}

/** A question of a quiz by its id. @throws Error where there is none: published versions never change. */
export function questionOf(quiz: Quiz, id: string): Question {
  const question = quiz.questions.find((each) => each.id === id)
  if (!question) throw new Error(`The quiz ${quiz.ref.course}/${quiz.ref.quiz} has no question ${id}`)
  return question
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
