import { AsyncLocalStorage } from 'node:async_hooks'
import { systemClock, type Clock } from '../../base/clock.js'

/** A clock by which several stories can be told at once, each at moments of its own; everywhere else it is now. */
export interface StoryClock extends Clock {
  /** Runs `tell`, in which, and in all that it awaits, it is the moment that was set last. */
  during<T>(from: Date, tell: (moveTo: (moment: Date) => void) => Promise<T>): Promise<T>
  /** Whether the caller runs in a story. */
  isStory(): boolean
}

export function createStoryClock(clock: Clock = systemClock): StoryClock {
  const stories = new AsyncLocalStorage<{ now: Date }>()
  return {
    now: () => stories.getStore()?.now ?? clock.now(),
    isStory: () => stories.getStore() !== undefined,
    during(from, tell) {
      const story = { now: from }
      const moveTo = (moment: Date) => {
        story.now = moment
      }
      return stories.run(story, () => tell(moveTo))
    },
  }
}
