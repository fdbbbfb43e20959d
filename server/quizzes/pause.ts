import { conflict } from '../base/errors.js'
import type { AttemptSummary, Quiz } from './types.js'

/** From when on another attempt may be started; undefined: at once. Only a failed attempt is followed by a pause. */
export function pausedUntil(
  pauseMinutes: number,
  history: Pick<AttemptSummary, 'finishedAt' | 'result'>[],
  now: Date,
): Date | undefined {
  const last = history.at(-1)
  if (!last?.finishedAt || !last.result || last.result.passed) return undefined
  const until = new Date(last.finishedAt.getTime() + pauseMinutes * 60_000)
  return until > now ? until : undefined
}

/** @throws AppError 409 'quiz-paused' with `until` (ISO) and `count`, the minutes that are left, rounded up */
export function assertNotPaused(quiz: Quiz, history: AttemptSummary[], now: Date): void {
  const until = pausedUntil(quiz.pauseMinutes, history, now)
  if (until)
    throw conflict('quiz-paused', {
      until: until.toISOString(),
      count: Math.ceil((until.getTime() - now.getTime()) / 60_000),
    })
}
