import { isFinished, type Attempt } from '../quizzes/index.js'
import type { Statement, Vocabulary } from '../xapi/index.js'
import { mayTellQuestions } from './feedback.js'
import { examination } from './types.js'

/**
 * Statements as the person whom they tell of may take them home: those of an examination's questions without marks,
 * unless its feedback may tell them.
 * @param attempts all of that person's
 */
export function ownStatements(vocabulary: Vocabulary, attempts: Attempt[], statements: Statement[]): Statement[] {
  const told = new Set(attempts.filter((one) => isFinished(one) && mayTellQuestions(one)).map(({ id }) => id))
  const attemptOf = ({ context }: Statement) => context?.extensions?.[vocabulary.extensions.attempt]
  return statements.map((statement) => {
    const object = vocabulary.nameOf(statement.object.id ?? '')
    const isExamined = object && 'question' in object && object.quiz === examination
    return isExamined && !told.has(String(attemptOf(statement))) ? withoutMarks(statement) : statement
  })
}

function withoutMarks(statement: Statement): Statement {
  const marks = new Set(['success', 'score'])
  const rest = Object.entries(statement.result ?? {}).filter(([name]) => !marks.has(name))
  return { ...statement, result: Object.fromEntries(rest) }
}
