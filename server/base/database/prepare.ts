import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import type { Logger } from '../log.js'
import { refuseUnfinishedRestore } from './archive/restoring.js'
import { refuseOtherUse, settleInstallation } from './installation.js'
import { migrate } from './migrate.js'
import { migrations } from './migrations.js'

/**
 * Makes an open database ready for this version of the program: whole, migrated, and of this installation.
 * @param demo whether it is to be the demo's; undefined: for a tool, which takes both
 * @throws DatabaseRefused where it must not be used
 */
export async function prepareDatabase({
  connection,
  iriBase,
  demo,
  clock,
  log,
}: {
  connection: Connection
  iriBase: string
  demo?: boolean
  clock: Clock
  log: Logger
}): Promise<void> {
  await refuseUnfinishedRestore(connection)
  if (demo !== undefined) await refuseOtherUse(connection, demo)
  await migrate({ connection, migrations, clock, log })
  await settleInstallation({ connection, iriBase, demo: demo ?? false, clock })
}

/** Creates the indexes that the models of a connection declare; those that are there cost nothing. */
export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) await model.createIndexes()
}
