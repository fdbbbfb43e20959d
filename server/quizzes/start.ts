import { conflict } from '../base/errors.js'
import { randomId } from '../base/ids.js'
import { tries, type Engine, type StartRequest } from './engine.js'
import { draw } from './draw.js'
import { assertNotPaused } from './pause.js'
import type { Attempt, Quiz } from './types.js'

/**
 * Gives the open attempt, or makes one where nothing forbids it. Unique indexes decide between requests that come
 * together: who loses looks again and finds the winner's.
 */
export async function start(engine: Engine, request: StartRequest): Promise<Attempt> {
  const { account, ref } = request
  const quiz = await engine.quizOf(ref)
  for (let n = 0; n < tries; n++) {
    const open = await engine.store.open(account, ref)
    if (open) return open
    const history = await engine.store.history(account, ref)
    await request.mayStart?.(history)
    assertNotPaused(quiz, history, engine.clock.now())
    const made = await make(engine, request, quiz, (history.at(-1)?.number ?? 0) + 1)
    if (made) return made
  }
  throw conflict('busy')
}

async function make(engine: Engine, request: StartRequest, quiz: Quiz, number: number): Promise<Attempt | undefined> {
  const seed = randomId()
  const attempt: Attempt = {
    id: randomId(),
    account: request.account,
    ref: request.ref,
    number,
    registration: request.registration,
    language: request.language,
    state: 'open',
    questions: draw(quiz, seed),
    answers: {},
    startedAt: engine.clock.now(),
    finishedAt: undefined,
    result: undefined,
  }
  const statements = await engine.statementsOf(attempt, quiz)
  return (await engine.store.insert(attempt, seed, statements)) ? attempt : undefined
}
