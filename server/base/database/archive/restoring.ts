import type { Connection } from 'mongoose'
import { DatabaseRefused } from '../errors.js'

/** Holds one document from a restore's first write to its last check: a database that has it is not whole. */
export const restoringCollection = 'restoring'

/** What is wrong with such a database, and what to do. */
export const notWhole =
  'The database is not whole: a restore into it did not finish. Empty it (remove the folder `database` in DATA_DIR, or drop the database that MONGODB_URI names) and run `npm run restore` again.'

/** @throws DatabaseRefused if a restore into this database did not finish */
export async function refuseUnfinishedRestore(connection: Connection): Promise<void> {
  const mark = await connection.collection(restoringCollection).findOne()
  if (mark) throw new DatabaseRefused(notWhole)
}
