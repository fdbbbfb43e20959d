import { createHash } from 'node:crypto'
import type { Answers, Attempt, Question, Quiz } from '../../quizzes/index.js'

/** A number from 0 to below 1 that follows from its parts alone. */
export function chance(...parts: string[]): number {
  const hash = createHash('sha256').update(parts.join('\u0000')).digest()
  return hash.readUInt32BE(0) / 2 ** 32
}

/**
 * Answers to all that an attempt asks, right but for so many. Some questions are harder than others, and each person
 * finds others hard.
 * @param wrong how many to answer wrongly
 */
export function answersTo(
  quiz: Pick<Quiz, 'questions'>,
  attempt: Pick<Attempt, 'questions'>,
  { person, wrong }: { person: string; wrong: number },
): Answers {
  const asked = attempt.questions
    .map(({ id }) => quiz.questions.find((question) => question.id === id))
    .filter((question) => question !== undefined)
  const hardness = ({ id }: Question) => chance(id) + chance(person, id)
  const missed = new Set([...asked].sort((a, b) => hardness(b) - hardness(a)).slice(0, wrong))
  return Object.fromEntries(
    asked.map((question) => [question.id, missed.has(question) ? wrongAnswer(question) : question.key]),
  )
}

/** Of several right options one is forgotten; else the first wrong one is taken. */
function wrongAnswer({ key, options }: Question): string[] {
  return key.length > 1 ? key.slice(1) : options.filter((option) => !key.includes(option)).slice(0, 1)
}
