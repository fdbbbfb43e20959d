import { createHash } from 'node:crypto'
import type { AskedQuestion, Question, Quiz } from './types.js'

/**
 * Draws and shuffles the questions of an attempt. The same quiz and seed give the same questions, in the same order,
 * with their options in the same order.
 *
 * Where the quiz sets a `draw`, so many questions of each module are taken (all of a module that has fewer).
 * The options of true or false keep their order: people expect it.
 * @param seed a text that nobody can guess before the attempt
 */
export function draw(quiz: Quiz, seed: string): AskedQuestion[] {
  const drawn = byModule(quiz.questions).flatMap((questions) =>
    shuffled(questions, seed, (question) => question.id).slice(0, quiz.draw),
  )
  return shuffled(drawn, `${seed}/order`, (question) => question.id).map((question) => ({
    id: question.id,
    options:
      question.type === 'true-false'
        ? [...question.options]
        : shuffled(question.options, `${seed}/${question.id}`, (option) => option),
  }))
}

const byModule = (questions: Question[]): Question[][] =>
  [...new Set(questions.map((question) => question.module))].map((module) =>
    questions.filter((question) => question.module === module),
  )

/** An order that follows from the seed alone: by the hash of seed and name. Every order is equally likely. */
function shuffled<T>(items: T[], seed: string, nameOf: (item: T) => string): T[] {
  return items
    .map((item) => ({
      item,
      place: createHash('sha256')
        .update(`${seed}\u0000${nameOf(item)}`)
        .digest('hex'),
    }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ item }) => item)
}
