import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'

/** What the sweep looks for; made at the start. */
export async function indexSessions(connection: Connection): Promise<void> {
  await connection.collection('sessions').createIndex({ expires: 1 })
  await connection.collection('rateLimits').createIndex({ until: 1 })
}

/** Deletes sessions and counters that are over. The embedded engine has no TTL indexes that work, so the program does it. */
export async function sweepSessions({ connection, clock }: { connection: Connection; clock: Clock }): Promise<void> {
  const now = clock.now()
  await connection.collection('sessions').deleteMany({ expires: { $lt: now } })
  await connection.collection('rateLimits').deleteMany({ until: { $lt: now } })
}
