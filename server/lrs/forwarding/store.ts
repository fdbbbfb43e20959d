import type { Connection, mongo } from 'mongoose'
import { isDuplicate } from '../../base/database/index.js'
import type { Position } from '../types.js'
import { targetModel, type TargetDocument } from './model.js'
import type { Failure, Target } from './types.js'

/** Only one worker of all processes sends to a target; whoever dies holds it for so long. */
const leaseMs = 30_000

/** The targets in the database, as administrators see and change them. */
export interface TargetStore {
  all(): Promise<TargetDocument[]>
  byId(id: string): Promise<TargetDocument | undefined>
  /** @returns false where the id is taken */
  insert(target: TargetDocument): Promise<boolean>
  /** Changes a target, and takes it from whoever works for it: what was read before is no longer true. */
  change(id: string, change: TargetChange): Promise<boolean>
  remove(id: string): Promise<void>
  /** Those that something can be sent to now, and nobody does: on, not paused, not waiting, and something is there. */
  due(now: Date, last: Position): Promise<string[]>
  /** Takes a target for one worker. @returns undefined where it is not due any more, or somebody has it */
  take(id: string, holder: string, now: Date): Promise<Claim | undefined>
}

export interface TargetChange {
  $set?: Partial<TargetDocument>
  $unset?: Partial<Record<keyof TargetDocument, 1>>
}

/** A target that a worker has. Every change says whether the worker still has it, and does nothing where not. */
export interface Claim {
  /** As it was when it was taken. */
  target: TargetDocument
  /** As it is now; undefined where the worker has it no more. */
  now(): Promise<TargetDocument | undefined>
  renew(now: Date): Promise<boolean>
  /** Notes what was delivered, and that nothing up to a position is to be sent again. A delivery ends a failure. */
  advance(step: { position: Position; delivered: number; refused: number; at: Date }): Promise<boolean>
  /** Notes that the dead letters that were waiting when the claim began are sent. */
  resent(): Promise<boolean>
  /** The statement that was to be set aside is. */
  setAside(): Promise<boolean>
  /** Gives the target back: the queue is empty, or not. */
  release(end: { isEmpty: boolean }): Promise<boolean>
  /** Gives it back with what went wrong; without `nextTryAt` it is paused. */
  fail(failure: Failure, nextTryAt?: Date): Promise<boolean>
}

type Targets = () => mongo.Collection<TargetDocument>

export function createTargetStore(connection: Connection): TargetStore {
  const model = targetModel(connection)
  const targets: Targets = () => model.collection as unknown as mongo.Collection<TargetDocument>
  return {
    all: () => targets().find().sort({ name: 1, _id: 1 }).toArray(),
    byId: async (_id) => (await targets().findOne({ _id })) ?? undefined,
    async insert(target) {
      try {
        await targets().insertOne(target)
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },
    async change(_id, { $set = {}, $unset = {} }) {
      const { matchedCount } = await targets().updateOne({ _id }, update($set, { ...$unset, lease: 1 }))
      return matchedCount > 0
    },
    async remove(_id) {
      await targets().deleteOne({ _id })
    },
    async due(now, last) {
      const waiting = { $or: [{ position: { $lt: last } }, { resend: { $exists: true } }] }
      const found = await targets()
        .find({ $and: [waiting, ...isFree(now)] }, { projection: { _id: 1 } })
        .toArray()
      return found.map(({ _id }) => _id)
    },
    async take(_id, holder, now) {
      const lease = { holder, until: new Date(now.getTime() + leaseMs) }
      const change = [{ $set: { lease: { $literal: lease }, behindSince: { $ifNull: ['$behindSince', now] } } }]
      const free = { _id, $and: isFree(now) }
      const target = await targets().findOneAndUpdate(free, change, { returnDocument: 'after' })
      return target ? claim(targets, target, holder) : undefined
    },
  }
}

/** What makes a target free to be taken, as conditions. */
const isFree = (now: Date): mongo.Filter<TargetDocument>[] => [
  { isOn: true, pausedAt: { $exists: false } },
  { $or: [{ nextTryAt: { $exists: false } }, { nextTryAt: { $lte: now } }] },
  { $or: [{ lease: { $exists: false } }, { 'lease.until': { $lte: now } }] },
]

function claim(targets: Targets, target: TargetDocument, holder: string): Claim {
  const change = async (change: mongo.UpdateFilter<TargetDocument>) => {
    const { matchedCount } = await targets().updateOne({ _id: target._id, 'lease.holder': holder }, change)
    return matchedCount > 0
  }
  return {
    target,
    now: async () => (await targets().findOne({ _id: target._id, 'lease.holder': holder })) ?? undefined,
    renew: (now) => change({ $set: { 'lease.until': new Date(now.getTime() + leaseMs) } }),
    advance: ({ position, delivered, refused, at }) =>
      change({
        ...update(
          { position, ...(delivered > 0 && { deliveredAt: at, refusedInARow: 0 }) },
          delivered > 0 || refused > 0 ? { failure: 1, nextTryAt: 1 } : {},
        ),
        $inc: { delivered, ...(delivered === 0 && { refusedInARow: refused }) },
      }),
    resent: () => change({ $unset: { resend: 1 } }),
    setAside: () => change({ $unset: { setAside: 1 } }),
    release: ({ isEmpty }) =>
      change({ $unset: { lease: 1, ...(isEmpty && { behindSince: 1, failure: 1, nextTryAt: 1 }) } }),
    fail: (failure, nextTryAt) =>
      change(update({ failure, ...(nextTryAt ? { nextTryAt } : { pausedAt: failure.at }) }, { lease: 1 })),
  }
}

const update = (
  $set: Partial<TargetDocument>,
  $unset: Partial<Record<keyof TargetDocument, 1>>,
): mongo.UpdateFilter<TargetDocument> => ({
  ...(Object.keys($set).length > 0 && { $set }),
  ...(Object.keys($unset).length > 0 && { $unset: $unset as Record<string, 1> }),
})

/** A target as others see it: nothing of its secret, nothing of the workers. */
export function toTarget(document: TargetDocument): Target {
  const shown = Object.entries(document).filter(([name]) => !hidden.has(name))
  return { ...Object.fromEntries(shown), id: document._id } as Target
}

const hidden = new Set(['_id', 'sealed', 'refusedInARow', 'resend', 'setAside', 'lease'])
