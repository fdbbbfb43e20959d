import { conflict } from '../base/errors.js'
import { checkAnswers } from './answers.js'
import { tries, type Engine } from './engine.js'
import { result } from './mark.js'
import { settle } from './settle.js'
import { isFinished, type Answers, type FinishedAttempt } from './types.js'

/**
 * Marks and finishes an attempt in one write, which also holds the statements that follow; then does what follows
 * from it. An answer that is saved in between (another tab) is marked too: the write is guarded by the revision that
 * was marked, and tried again.
 */
export async function submit(engine: Engine, id: string, account: string, answers: Answers): Promise<FinishedAttempt> {
  for (let n = 0; n < tries; n++) {
    const { attempt, revision, settled } = await engine.store.load(id, account)
    const quiz = await engine.quizOf(attempt.ref)
    checkAnswers(quiz, attempt, answers)
    if (isFinished(attempt)) return settled ? attempt : afterwards(engine, attempt)
    const merged = { ...attempt, answers: { ...attempt.answers, ...answers } }
    const finished: FinishedAttempt = {
      ...merged,
      state: 'finished',
      finishedAt: engine.clock.now(),
      result: result(quiz, merged),
    }
    const statements = await engine.statementsOf(finished, quiz)
    if (await engine.store.finish(finished, revision, statements)) return afterwards(engine, finished)
  }
  throw conflict('busy')
}

/** The result stands, whatever happens now: what cannot be done at once is done by `recover`. */
async function afterwards(engine: Engine, attempt: FinishedAttempt): Promise<FinishedAttempt> {
  try {
    await settle(engine, attempt)
  } catch (error) {
    engine.log.error({ err: error, attempt: attempt.id }, 'a finished attempt could not be settled yet')
  }
  return attempt
}
