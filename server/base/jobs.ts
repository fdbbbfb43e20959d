import type { Logger } from './log.js'

export interface Jobs {
  /** Does a piece of work now and then: `seconds` after it ended it begins again. A failure is logged and tried again. */
  every(seconds: number, name: string, work: () => Promise<unknown>): void
  /** Begins nothing more, and resolves when what runs has ended. */
  stop(): Promise<void>
}

/** The work that waits for no request: sweeps and recovery. It runs in each process and must bear that. */
export function createJobs(log: Logger): Jobs {
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let stopped = false

  function schedule(seconds: number, name: string, work: () => Promise<unknown>): void {
    if (stopped) return
    const timer = setTimeout(() => {
      const run = work()
        .then(
          () => undefined,
          (err: unknown) => log.error({ err, job: name }, 'a job failed and will be tried again'),
        )
        .then(() => {
          running.delete(run)
          schedule(seconds, name, work)
        })
      running.add(run)
    }, seconds * 1000)
    timer.unref()
    timers.set(name, timer)
  }

  return {
    every: schedule,
    async stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}

/** One piece of work of several steps, in their order; a step that fails is logged and stops none of the others. */
export const eachByItself =
  (log: Logger, steps: Record<string, () => Promise<unknown>>): (() => Promise<void>) =>
  async () => {
    for (const [step, work] of Object.entries(steps))
      await work().catch((err: unknown) => log.error({ err, step }, 'a step failed; the others go on'))
  }
