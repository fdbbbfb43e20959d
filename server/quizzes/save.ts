import { conflict } from '../base/errors.js'
import { checkAnswers } from './answers.js'
import type { Engine } from './engine.js'
import type { Answers } from './types.js'

/** Saves the answers given here; the others stay as they are. An attempt that is finished does not change any more. */
export async function save(engine: Engine, id: string, account: string, answers: Answers): Promise<void> {
  const attempt = await engine.store.get(id, account)
  checkAnswers(await engine.quizOf(attempt.ref), attempt, answers)
  if (attempt.state === 'finished') throw conflict('attempt-finished')
  if (Object.keys(answers).length === 0) return
  if (!(await engine.store.saveAnswers(id, account, answers))) throw conflict('attempt-finished')
}
