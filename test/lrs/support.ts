import { randomUUID } from 'node:crypto'
import type { Connection } from 'mongoose'
import mongoose from 'mongoose'
import type { Clock } from '../../server/base/clock.js'
import { systemClock } from '../../server/base/clock.js'
import { createLog } from '../../server/base/log.js'
import { createLrs, type Lrs, type LrsOptions } from '../../server/lrs/index.js'
import type { Statement } from '../../server/xapi/index.js'
import { testDatabase } from '../support/database.js'

export { fullStatement, statement } from '../xapi/statements.js'

export const iriBase = 'https://college.example.org'

/** An LRS on a database. */
export const lrsOn = (connection: Connection, options: Partial<LrsOptions> = {}): Promise<Lrs> =>
  createLrs({ connection, clock: systemClock, log: createLog('silent'), iriBase, ...options })

/** A database of its own, with what tests of the LRS look into. */
export async function lrsDatabase() {
  const { connection, uri, drop } = await testDatabase()
  const others: Connection[] = []
  return {
    connection,
    uri,
    statements: connection.collection<{ _id: string; position: number; stored: Date; voided?: boolean }>('statements'),
    journal: connection.collection<{
      _id: number
      applied: boolean
      first: number
      stored: Date
      statements?: object[]
    }>('statement_journal'),
    /** Another connection to the same database, as another process has. */
    async another(): Promise<Connection> {
      const options = { dbName: connection.name, writeConcern: { w: 1, j: true } }
      const other = await mongoose.createConnection(uri, options).asPromise()
      others.push(other)
      return other
    },
    async drop() {
      await Promise.all(others.map((other) => other.close()))
      await drop()
    },
  }
}

/** Forgets all statements, keeps indexes and secrets. */
export async function empty(connection: Connection): Promise<void> {
  await Promise.all(['statements', 'statement_journal'].map((name) => connection.collection(name).deleteMany({})))
}

/** A clock that stands still until it is moved. */
export function handClock(start = '2026-11-21T10:00:00.000Z'): Clock & { move(milliseconds: number): void } {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    move: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** A statement that voids another. */
export const voiding = (target: string): Statement => ({
  id: randomUUID(),
  actor: { mbox: 'mailto:admin@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id: target },
})

/** Every entry of the feed, page by page. */
export async function wholeFeed(lrs: Lrs, page = 100) {
  const entries = await lrs.feed(0, page)
  for (;;) {
    const next = await lrs.feed(entries.at(-1)?.position ?? 0, page)
    if (next.length === 0) return entries
    entries.push(...next)
  }
}
