import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { DatabaseRefused } from './errors.js'

interface Installation {
  _id: 'installation'
  /** The root of every identifier that the database holds. */
  iriBase: string
  since: Date
}

/** What the collection `installation` may hold. */
export const installationValidator = {
  $jsonSchema: {
    required: ['iriBase', 'since'],
    properties: {
      _id: { enum: ['installation'] },
      iriBase: { bsonType: 'string', pattern: '^https?://' },
      since: { bsonType: 'date' },
    },
  },
}

/**
 * Keeps IRI_BASE at the first start, and at every other one checks that it is the same: ids of statements and
 * certificates are made from it.
 * @throws DatabaseRefused if the database was begun with another one
 */
export async function settleInstallation({
  connection,
  iriBase,
  clock,
}: {
  connection: Connection
  iriBase: string
  clock: Clock
}): Promise<void> {
  const installations = connection.collection<Installation>('installation')
  const first = { iriBase, since: clock.now() }
  await installations.updateOne({ _id: 'installation' }, { $setOnInsert: first }, { upsert: true })
  const kept = await installations.findOne({ _id: 'installation' })
  if (kept && kept.iriBase !== iriBase)
    throw new DatabaseRefused(
      `IRI_BASE is ${iriBase}, but this database was begun with ${kept.iriBase}, and every identifier in it rests on that. Set IRI_BASE=${kept.iriBase}; BASE_URL may be another address.`,
    )
}
