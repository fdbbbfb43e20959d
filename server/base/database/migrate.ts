import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import type { Logger } from '../log.js'
import { DatabaseRefused } from './errors.js'
import { withLease } from './lease.js'

/** One change of the stored data's shape. */
export interface Migration {
  /** Sorts and never changes: a number of four digits and a name, such as '0002-agencies-by-code'. */
  id: string
  /** What changes, in a sentence for the log. */
  describe: string
  /** Makes the change. It may be run again after having been killed at any point, and must then finish the work. */
  up(connection: Connection): Promise<void>
}

interface Applied {
  _id: string
  describe: string
  at: Date
}

/**
 * Applies, in order, the migrations that the database does not record yet, and records each.
 * @returns the ids of those applied now
 * @throws DatabaseRefused if the database records one that this program does not know
 */
export async function migrate({
  connection,
  migrations,
  clock,
  log,
}: {
  connection: Connection
  migrations: readonly Migration[]
  clock: Clock
  log: Logger
}): Promise<string[]> {
  const applied = connection.collection<Applied>('migrations')
  if ((await pending()).length === 0) return []
  return withLease({ connection, name: 'migrations', clock }, async () => {
    const todo = await pending()
    for (const migration of todo) {
      log.info({ migration: migration.id }, migration.describe)
      await migration.up(connection)
      await applied.insertOne({ _id: migration.id, describe: migration.describe, at: clock.now() })
    }
    return todo.map((migration) => migration.id)
  })

  async function pending(): Promise<Migration[]> {
    const recorded = new Set((await applied.find().toArray()).map((entry) => entry._id))
    const unknown = [...recorded].filter((id) => !migrations.some((migration) => migration.id === id))
    if (unknown.length > 0)
      throw new DatabaseRefused(
        `The database was used by a newer version of this program (it records ${unknown.sort().join(', ')}). Run that version or a later one, or restore a backup made with this one.`,
      )
    return migrations.filter((migration) => !recorded.has(migration.id))
  }
}
