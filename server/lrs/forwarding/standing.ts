import type { Clock } from '../../base/clock.js'
import type { Lrs } from '../types.js'
import type { TargetDocument } from './model.js'
import type { DeadLetterStore } from './dead-letter-store.js'
import { toTarget, type TargetStore } from './store.js'
import type { Standing } from './types.js'

/** A queue that has not been empty for so long does not drain. */
export const stuckMs = 30 * 60_000

export interface Standings {
  standings(): Promise<Standing[]>
  standing(id: string): Promise<Standing | undefined>
}

export function createStandings(uses: {
  targets: Pick<TargetStore, 'all' | 'byId'>
  letters: Pick<DeadLetterStore, 'count'>
  lrs: Pick<Lrs, 'feed' | 'last'>
  clock: Clock
}): Standings {
  const { targets, letters, lrs, clock } = uses

  async function of(document: TargetDocument, last: number): Promise<Standing> {
    const { _id: id, position } = document
    const waiting = Math.max(last - position, 0)
    const [[next], deadLetters] = await Promise.all([
      waiting > 0 ? lrs.feed(position, 1) : Promise.resolve([]),
      letters.count(id),
    ])
    return {
      ...{ target: toTarget(document), state: stateOf(document, waiting), waiting, deadLetters },
      ...(next && { waitingSince: next.stored }),
      isStuck: isStuck(document, clock.now()),
    }
  }

  return {
    async standings() {
      const [all, last] = await Promise.all([targets.all(), lrs.last()])
      return Promise.all(all.map((document) => of(document, last)))
    },
    async standing(id) {
      const document = await targets.byId(id)
      return document && of(document, await lrs.last())
    },
  }
}

function stateOf({ isOn, pausedAt, failure }: TargetDocument, waiting: number): Standing['state'] {
  if (!isOn) return 'off'
  if (pausedAt) return 'paused'
  if (failure) return 'failing'
  return waiting > 0 ? 'behind' : 'up-to-date'
}

const isStuck = ({ isOn, pausedAt, behindSince }: TargetDocument, now: Date) =>
  isOn && (pausedAt !== undefined || (behindSince !== undefined && now.getTime() - behindSince.getTime() >= stuckMs))
