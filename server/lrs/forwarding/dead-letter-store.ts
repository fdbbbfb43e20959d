import type { Connection, mongo } from 'mongoose'
import { deadLetterModel, type DeadLetterDocument } from './model.js'
import type { DeadLetter, Which } from './types.js'

/** The statements that targets refused, with the answer received. */
export interface DeadLetterStore {
  /** Keeps one; where it is there already, with the newer answer. */
  keep(letter: DeadLetter): Promise<void>
  list(target: string, limit: number): Promise<DeadLetter[]>
  count(target: string): Promise<number>
  /** @returns how many there are of these */
  markAgain(which: Which): Promise<number>
  /** Some that wait to be sent again, in the order of storing. */
  waiting(target: string, limit: number): Promise<DeadLetter[]>
  remove(which: Which): Promise<number>
}

const idOf = ({ target, statement }: Pick<DeadLetter, 'target' | 'statement'>) => `${target} ${statement}`

export function createDeadLetterStore(connection: Connection): DeadLetterStore {
  const model = deadLetterModel(connection)
  const letters = () => model.collection as unknown as mongo.Collection<DeadLetterDocument>
  const inOrder = (filter: mongo.Filter<DeadLetterDocument>, limit: number) =>
    letters()
      .find<DeadLetter>(filter, { projection: { _id: 0 } })
      .sort({ position: 1, _id: 1 })
      .limit(limit)
      .toArray()
  const filterOf = ({ target, statement }: Which) => (statement === undefined ? { target } : { target, statement })
  return {
    async keep(letter) {
      await letters().replaceOne({ _id: idOf(letter) }, letter, { upsert: true })
    },
    list: (target, limit) => inOrder({ target }, limit),
    count: (target) => letters().countDocuments({ target }),
    async markAgain(which) {
      return (await letters().updateMany(filterOf(which), { $set: { again: true } })).matchedCount
    },
    waiting: (target, limit) => inOrder({ target, again: true }, limit),
    async remove(which) {
      return (await letters().deleteMany(filterOf(which))).deletedCount
    },
  }
}
