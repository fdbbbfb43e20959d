export { createAttempts, type Attempts } from './attempts.js'
export type { AttemptsOptions, StartRequest, StatementOutbox } from './engine.js'
export { unanswered } from './answers.js'
export { draw } from './draw.js'
export { mark, questionOf, result } from './mark.js'
export { pausedUntil } from './pause.js'
export { answersSchema, attemptIdSchema } from './schema.js'
export { isFinished } from './types.js'
export type {
  Answers,
  AskedQuestion,
  Attempt,
  AttemptResult,
  AttemptSummary,
  FinishedAttempt,
  Question,
  QuestionText,
  QuestionType,
  Quiz,
  QuizRef,
} from './types.js'
