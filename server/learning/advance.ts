import { conflict } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Engine } from './engine.js'
import type { Step } from './progress.js'
import type { Enrolment } from './types.js'

/** So often a change is tried again when another one of the same person came in between. */
const tries = 20

/**
 * Takes a step of progress: reads the enrolment, asks the rule, and writes the outcome and its statements at once,
 * if nothing changed since; else again. Waits until the statements are recorded.
 * @param at the moment of the event, not of this call
 */
export async function advance(
  engine: Engine,
  registration: string,
  { rule, at, language }: { rule: (enrolment: Enrolment) => Step; at: Date; language: Language },
): Promise<void> {
  const { store, statements, log } = engine
  for (let n = 0; n < tries; n++) {
    const kept = await store.load(registration)
    if (!kept) {
      log.warn({ registration }, 'progress of an enrolment that is not there')
      return
    }
    const step = rule(kept.enrolment)
    if (!step || (await store.advance(step.enrolment, kept.revision, await tell(step)))) {
      await engine.passOn(registration)
      return
    }
  }
  throw conflict('busy')

  function tell(step: NonNullable<Step>) {
    return statements.ofProgress(step.enrolment, step.events, at, language)
  }
}
