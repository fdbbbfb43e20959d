import fc from 'fast-check'
import type { Question, Quiz } from '../../server/quizzes/index.js'

/** A small examination on two modules: three questions each, of every type, two points for the hardest. */
export const examination: Quiz = {
  ref: { course: 'sample', version: '1.0.0', quiz: 'examination' },
  passMark: 80,
  pauseMinutes: 60,
  draw: 2,
  questions: [
    single('x-one-1', 'one', ['a', 'b', 'c', 'd'], 'b'),
    multiple('x-one-2', 'one', ['a', 'b', 'c'], ['a', 'c']),
    trueFalse('x-one-3', 'one', true),
    single('x-two-1', 'two', ['a', 'b', 'c'], 'c'),
    multiple('x-two-2', 'two', ['a', 'b', 'c', 'd'], ['b']),
    trueFalse('x-two-3', 'two', false),
  ],
}

/** The quiz of a module: all questions, no pause. */
export const practice: Quiz = {
  ref: { course: 'sample', version: '1.0.0', quiz: 'one' },
  passMark: 75,
  pauseMinutes: 0,
  draw: undefined,
  questions: [
    single('p-1', 'one', ['a', 'b', 'c'], 'a'),
    multiple('p-2', 'one', ['a', 'b', 'c'], ['b', 'c']),
    trueFalse('p-3', 'one', false),
  ],
}

export function single(id: string, module: string, options: string[], key: string): Question {
  return { id, type: 'single', points: 1, options, key: [key], provision: 'art-ii-1', module }
}

export function multiple(id: string, module: string, options: string[], key: string[]): Question {
  return { id, type: 'multiple', points: 2, options, key, provision: 'art-iii-2', module }
}

export function trueFalse(id: string, module: string, key: boolean): Question {
  return {
    id,
    type: 'true-false',
    points: 1,
    options: ['true', 'false'],
    key: [String(key)],
    provision: 'art-i-b',
    module,
  }
}

/** The right answers to some questions of a quiz. */
export const rightAnswers = (quiz: Quiz, ids: string[]): Record<string, string[]> =>
  Object.fromEntries(quiz.questions.filter(({ id }) => ids.includes(id)).map(({ id, key }) => [id, key]))

const letters = ['a', 'b', 'c', 'd', 'e']
const someOf = (options: string[]) => fc.subarray(options, { minLength: 1, maxLength: options.length - 1 })

/** Any quiz: 1 to 30 questions on up to four modules. */
export const anyQuiz: fc.Arbitrary<Quiz> = fc
  .array(
    fc.record({
      type: fc.constantFrom('single' as const, 'multiple' as const, 'true-false' as const),
      size: fc.integer({ min: 2, max: 5 }),
      points: fc.integer({ min: 1, max: 4 }),
      module: fc.constantFrom('one', 'two', 'three', 'four'),
      keys: someOf(letters),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .chain((shapes) =>
    fc.record({
      ref: fc.constant(examination.ref),
      passMark: fc.integer({ min: 1, max: 100 }),
      pauseMinutes: fc.constant(60),
      draw: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      questions: fc.constant(
        shapes.map(({ type, size, points, module, keys }, index): Question => {
          const options = type === 'true-false' ? ['true', 'false'] : letters.slice(0, size)
          const within = keys.filter((key) => options.includes(key))
          const key = type === 'multiple' && within.length > 0 ? within : options.slice(0, 1)
          return { id: `q-${index}`, type, points, options, key, provision: 'art-ii-1', module }
        }),
      ),
    }),
  )
