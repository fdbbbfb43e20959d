import type { Connection } from 'mongoose'
import { createRecent } from '../base/recent.js'
import type { Statement } from '../xapi/index.js'
import { enrolmentModel, type EnrolmentDocument } from './model.js'
import type { Enrolment, Place } from './types.js'

/** Keeps enrolments, one document each; plain objects go in and come out. */
export interface Store {
  readonly collection: ReturnType<typeof enrolmentModel>['collection']
  /** @returns false where the person is enrolled in this version already */
  insert(enrolment: Enrolment, statements: Statement[]): Promise<boolean>
  /** The enrolment in the version of a course that a person began last. */
  latest(account: string, course: string): Promise<Enrolment | undefined>
  /** The same as it was a moment ago, where it was read then: for pages that only show it. */
  latestFromMemory(account: string, course: string): Promise<Enrolment | undefined>
  /** With the number of changes of its progress so far. */
  load(registration: string): Promise<{ enrolment: Enrolment; revision: number } | undefined>
  /** All of some people, the first one first. */
  of(accounts: string[]): Promise<Enrolment[]>
  /**
   * Writes progress and the statements that tell of it at once.
   * @param revision the one that the change rests on
   * @returns false where the enrolment was changed since
   */
  advance(enrolment: Enrolment, revision: number, statements: Statement[]): Promise<boolean>
  /** Notes where a person is; this is no progress. */
  keepPlace(enrolment: Enrolment, place: Place): Promise<void>
}

export function createStore(connection: Connection): Store {
  const model = enrolmentModel(connection)
  const unneeded = { outbox: 0 } as const
  const recent = createRecent((key) => latest(...(key.split(' ') as [string, string])))
  const keyOf = (account: string, course: string) => `${account} ${course}`

  async function latest(account: string, course: string): Promise<Enrolment | undefined> {
    const found = await model.findOne({ account, course }, unneeded).sort({ startedAt: -1 }).lean<EnrolmentDocument>()
    return found ? plain(found) : undefined
  }

  /** Writes, and forgets what was read of that enrolment before. */
  async function changing<T>({ account, course }: Enrolment, write: () => Promise<T>): Promise<T> {
    recent.forget(keyOf(account, course))
    try {
      return await write()
    } finally {
      recent.forget(keyOf(account, course))
    }
  }

  return {
    collection: model.collection,

    async insert(enrolment, statements) {
      const { registration, ...kept } = enrolment
      const document = { _id: registration, ...kept, revision: 0, outbox: asJson(statements) }
      try {
        await changing(enrolment, () => model.insertOne(document))
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    latest,
    latestFromMemory: (account, course) => recent.get(keyOf(account, course)),

    async load(registration) {
      const found = await model.findById(registration, unneeded).lean<EnrolmentDocument>()
      return found ? { enrolment: plain(found), revision: found.revision } : undefined
    },

    async of(accounts) {
      const found = await model
        .find({ account: { $in: accounts } }, unneeded)
        .sort({ startedAt: 1 })
        .lean<EnrolmentDocument[]>()
      return found.map(plain)
    },

    async advance(enrolment, revision, statements) {
      const { registration, modules, completedAt } = enrolment
      const change = {
        $set: { modules, ...(completedAt ? { completedAt } : {}) },
        $inc: { revision: 1 },
        $push: { outbox: { $each: asJson(statements) } },
      }
      const { matchedCount } = await changing(enrolment, () => model.updateOne({ _id: registration, revision }, change))
      return matchedCount === 1
    },

    async keepPlace(enrolment, place) {
      await changing(enrolment, () => model.updateOne({ _id: enrolment.registration }, { $set: { place } }))
    },
  }
}

const asJson = (statements: Statement[]) => statements.map((statement) => JSON.stringify(statement))

const isDuplicate = (error: unknown) => error instanceof Error && 'code' in error && error.code === 11000

const plain = (kept: EnrolmentDocument): Enrolment => ({
  registration: kept._id,
  account: kept.account,
  course: kept.course,
  version: kept.version,
  language: kept.language,
  startedAt: kept.startedAt,
  place: kept.place,
  modules: kept.modules,
  completedAt: kept.completedAt,
})
