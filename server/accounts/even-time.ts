import { setTimeout as sleep } from 'node:timers/promises'

/** Answers after `ms` at the earliest, so that the time does not tell how much there was to do. */
export async function evenTime<T>(ms: number, work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, sleep(ms)])
  return result
}
