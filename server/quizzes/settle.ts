import type { Engine } from './engine.js'
import type { FinishedAttempt } from './types.js'

/** So many attempts are looked up at once. */
const batch = 200

/** Passes the statements on, lets the rest follow, and notes that it is done. Every step may be repeated. */
export async function settle(engine: Engine, attempt: FinishedAttempt): Promise<void> {
  await passOn(engine, attempt)
  await engine.onFinished(attempt)
  await engine.store.settle(attempt.id)
}

/** What cannot be recorded now stays in the outbox, whose sweep does it later; nobody's result waits for that. */
async function passOn({ outbox, store, log }: Engine, { id }: FinishedAttempt): Promise<void> {
  try {
    await outbox.drain(store.collection, id)
  } catch (error) {
    log.warn({ err: error, attempt: id }, 'the statements of an attempt wait in its outbox')
  }
}

/** Settles what a crash, or a database that went away, left unsettled; one that fails does not hold up the others. */
export async function recover(engine: Engine): Promise<number> {
  let settled = 0
  for (let after = ''; ;) {
    const attempts = await engine.store.unsettled(after, batch)
    for (const attempt of attempts) settled += await trySettling(engine, attempt)
    const last = attempts.at(-1)
    if (!last || attempts.length < batch) return settled
    after = last.id
  }
}

async function trySettling(engine: Engine, attempt: FinishedAttempt): Promise<0 | 1> {
  try {
    await settle(engine, attempt)
    return 1
  } catch (error) {
    engine.log.error({ err: error, attempt: attempt.id }, 'a finished attempt could not be settled')
    return 0
  }
}
