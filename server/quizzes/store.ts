import type { Connection } from 'mongoose'
import { notFound } from '../base/errors.js'
import type { Statement } from '../xapi/index.js'
import { attemptModel, type AttemptDocument } from './model.js'
import { isFinished, type Answers, type Attempt, type AttemptSummary } from './types.js'
import type { FinishedAttempt, QuizRef } from './types.js'

/** An attempt with what only the engine needs of it. */
export interface KeptAttempt {
  attempt: Attempt
  /** Counts the changes of the answers. */
  revision: number
  settled: boolean
}

/** Keeps attempts, one document each; plain objects go in and come out. */
export interface Store {
  readonly collection: ReturnType<typeof attemptModel>['collection']
  /** @throws AppError 404 'no-such-attempt', also where it is somebody else's */
  load(id: string, account: string): Promise<KeptAttempt>
  get(id: string, account: string): Promise<Attempt>
  open(account: string, ref: QuizRef): Promise<Attempt | undefined>
  /** All attempts at a quiz, the first one first. */
  history(account: string, ref: QuizRef): Promise<AttemptSummary[]>
  /** @returns false where there is an open attempt already, or one of that number */
  insert(attempt: Attempt, seed: string, statements: Statement[]): Promise<boolean>
  /** Changes these answers and no others. @returns false where the attempt is not open (any more) */
  saveAnswers(id: string, account: string, answers: Answers): Promise<boolean>
  /**
   * Writes answers, result, state and statements at once.
   * @param revision the one that was marked
   * @returns false where the attempt is not open any more, or an answer was saved since
   */
  finish(attempt: FinishedAttempt, revision: number, statements: Statement[]): Promise<boolean>
  settle(id: string): Promise<void>
  /** All attempts of a person at anything, the first one first. */
  of(account: string): Promise<Attempt[]>
  /** Finished attempts whose consequences are not done, in the order of their ids. */
  unsettled(afterId: string, limit: number): Promise<FinishedAttempt[]>
}

export function createStore(connection: Connection): Store {
  const model = attemptModel(connection)

  async function load(id: string, account: string): Promise<KeptAttempt> {
    const found = await model.findOne({ _id: id, account }).lean<AttemptDocument>()
    if (!found) throw notFound('no-such-attempt')
    return { attempt: plain(found), revision: found.revision, settled: found.settled }
  }

  return {
    collection: model.collection,
    load,
    get: async (id, account) => (await load(id, account)).attempt,

    async open(account, ref) {
      const found = await model.findOne({ ...of(account, ref), state: 'open' }).lean<AttemptDocument>()
      return found ? plain(found) : undefined
    },

    async history(account, ref) {
      const unneeded = { questions: 0, answers: 0, outbox: 0, 'result.perQuestion': 0 } as const
      const found = await model.find(of(account, ref), unneeded).sort({ number: 1 }).lean<AttemptDocument[]>()
      return found.map(summary)
    },

    async insert({ id, ...attempt }, seed, statements) {
      try {
        await model.insertOne({ _id: id, ...attempt, seed, revision: 0, outbox: asJson(statements), settled: false })
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    async saveAnswers(id, account, answers) {
      const entries = Object.entries(answers)
      const changes = Object.fromEntries(entries.map(([question, chosen]) => [`answers.${question}`, chosen]))
      const open = { _id: id, account, state: 'open' } as const
      const { matchedCount } = await model.updateOne(open, { $set: changes, $inc: { revision: 1 } })
      return matchedCount === 1
    },

    async finish({ id, account, answers, finishedAt, result }, revision, statements) {
      const guard = { _id: id, account, state: 'open', revision } as const
      const { matchedCount } = await model.updateOne(guard, {
        $set: { answers, finishedAt, result, state: 'finished' },
        $push: { outbox: { $each: asJson(statements) } },
      })
      return matchedCount === 1
    },

    async settle(id) {
      await model.updateOne({ _id: id, state: 'finished' }, { $set: { settled: true } })
    },

    async of(account) {
      const found = await model.find({ account }, { outbox: 0 }).sort({ startedAt: 1 }).lean<AttemptDocument[]>()
      return found.map(plain)
    },

    async unsettled(afterId, limit) {
      const filter = { state: 'finished', settled: false, _id: { $gt: afterId } } as const
      const found = await model.find(filter).sort({ _id: 1 }).limit(limit).lean<AttemptDocument[]>()
      return found.map(plain).filter(isFinished)
    },
  }
}

const of = (account: string, { course, version, quiz }: QuizRef) => ({
  account,
  'ref.course': course,
  'ref.version': version,
  'ref.quiz': quiz,
})

const asJson = (statements: Statement[]) => statements.map((statement) => JSON.stringify(statement))

const isDuplicate = (error: unknown) => error instanceof Error && 'code' in error && error.code === 11000

/** Documents as plain objects, without what only the engine needs. */
const summary = (kept: Omit<AttemptDocument, 'questions' | 'answers'>): AttemptSummary => ({
  id: kept._id,
  account: kept.account,
  ref: kept.ref,
  number: kept.number,
  registration: kept.registration,
  language: kept.language,
  state: kept.state,
  startedAt: kept.startedAt,
  finishedAt: kept.finishedAt,
  result: kept.result,
})
const plain = (kept: AttemptDocument): Attempt => ({
  ...summary(kept),
  questions: kept.questions,
  answers: kept.answers,
  result: kept.result,
})
