import type { Connection } from 'mongoose'
import type { Clock } from '../clock.js'
import { DatabaseRefused } from './errors.js'

interface Installation {
  _id: 'installation'
  /** The root of every identifier that the database holds. */
  iriBase: string
  since: Date
  /** Begun by the demo: its people have a password that everybody knows. */
  demo?: boolean
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
 * Keeps the demo's data and an installation's apart.
 * @throws DatabaseRefused if the database was begun by the other one
 */
export async function refuseOtherUse(connection: Connection, demo: boolean): Promise<void> {
  const kept = await connection.collection<Installation>('installation').findOne({ _id: 'installation' })
  if (!kept || (kept.demo ?? false) === demo) return
  throw new DatabaseRefused(
    demo
      ? 'This database holds the data of an installation, and the demo would put its people among them. Give the demo a DATA_DIR of its own (without MONGODB_URI).'
      : 'This database holds the demo, whose people all have a published password. Give the installation a DATA_DIR, or a database at MONGODB_URI, of its own.',
  )
}

/**
 * Keeps IRI_BASE at the first start, and at every other one checks that it is the same: ids of statements and
 * certificates are made from it.
 * @throws DatabaseRefused if the database was begun with another one
 */
export async function settleInstallation({
  connection,
  iriBase,
  demo,
  clock,
}: {
  connection: Connection
  iriBase: string
  demo: boolean
  clock: Clock
}): Promise<void> {
  const installations = connection.collection<Installation>('installation')
  const first = { iriBase, since: clock.now(), ...(demo ? { demo } : {}) }
  await installations.updateOne({ _id: 'installation' }, { $setOnInsert: first }, { upsert: true })
  const kept = await installations.findOne({ _id: 'installation' })
  if (kept && kept.iriBase !== iriBase)
    throw new DatabaseRefused(
      `IRI_BASE is ${iriBase}, but this database was begun with ${kept.iriBase}, and every identifier in it rests on that. Set IRI_BASE=${kept.iriBase}; BASE_URL may be another address.`,
    )
}
