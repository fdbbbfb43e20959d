import type { Connection } from 'mongoose'
import type { Clock } from '../../server/base/clock.js'
import { repeatableId } from '../../server/base/ids.js'
import { createLog } from '../../server/base/log.js'
import { createLrs } from '../../server/lrs/index.js'
import { createAttempts, type Attempt, type FinishedAttempt, type Quiz } from '../../server/quizzes/index.js'
import type { Statement } from '../../server/xapi/index.js'
import { movableClock } from '../support/clock.js'
import { testDatabase } from '../support/database.js'
import { examination, practice } from './cases.js'

const iriBase = 'https://college.test'

/** The real record store, which can be made to fail for a while, and what it has recorded so far. */
export async function testLrs(connection: Connection, clock: Clock) {
  const lrs = await createLrs({ connection, clock, log: createLog('silent'), iriBase })
  let away = false
  return {
    ...lrs,
    outbox: {
      ...lrs.outbox,
      drain: async (...given: Parameters<typeof lrs.outbox.drain>) => {
        if (away) throw new Error('the record store is away')
        await lrs.outbox.drain(...given)
      },
    },
    goAway: (isAway: boolean) => {
      away = isAway
    },
    /** The statements of an account, in the order of recording. */
    statementsOf: async (account: string): Promise<Statement[]> =>
      (await lrs.feed(0, 10_000))
        .map(({ statement }) => statement)
        .filter(({ actor }) => actor.account?.name === account),
  }
}

/** Statements as far as these tests read them. */
export function statementsOf(attempt: Attempt): Statement[] {
  const said = (verb: string, object: string): Statement => ({
    id: repeatableId(iriBase, verb, attempt.id, object),
    actor: { objectType: 'Agent', account: { homePage: iriBase, name: attempt.account } },
    verb: { id: `${iriBase}/${verb}` },
    object: { id: `${iriBase}/${object}` },
    timestamp: (attempt.finishedAt ?? attempt.startedAt).toISOString(),
  })
  if (!attempt.result) return [said('initialized', attempt.ref.quiz)]
  return [
    ...attempt.questions.map(({ id }) => said('answered', id)),
    said(attempt.result.passed ? 'passed' : 'failed', attempt.ref.quiz),
  ]
}

/** The last word of each statement's verb. */
export const verbsOf = (statements: Statement[]) => statements.map(({ verb }) => verb.id.split('/').at(-1))

/** Attempts on the real engine, and everything to look behind them. */
export async function testEngine() {
  const database = await testDatabase()
  const clock = movableClock()
  const lrs = await testLrs(database.connection, clock)
  const finished: FinishedAttempt[] = []
  const hooks: { onFinished: (attempt: FinishedAttempt) => Promise<void> } = { onFinished: async () => undefined }
  const attempts = createAttempts({
    connection: database.connection,
    clock,
    log: createLog('silent'),
    outbox: lrs.outbox,
    quizOf: async (ref): Promise<Quiz> => (ref.quiz === 'examination' ? examination : practice),
    statementsOf: async (attempt) => statementsOf(attempt),
    onFinished: async (attempt) => {
      finished.push(attempt)
      await hooks.onFinished(attempt)
    },
  })
  await database.connection.model('Attempt').createIndexes()
  return { ...database, clock, lrs, attempts, finished, hooks }
}
