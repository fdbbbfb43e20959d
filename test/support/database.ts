import mongoose from 'mongoose'
import { randomId } from '../../server/base/ids.js'

/** The write concern under which this engine loses nothing. */
const journaled = { w: 1, j: true } as const

/** A connection to an empty database of its own on the run's one engine; `drop` it when the file is done. */
export async function testDatabase(): Promise<{
  connection: mongoose.Connection
  /** The address of the engine. */
  uri: string
  /** The address of this very database, as for MONGODB_URI. */
  address: string
  drop(): Promise<void>
}> {
  const engine = process.env['TEST_MONGODB_URI']
  if (!engine) throw new Error('test/support/engine-up.mjs did not start the engine')
  const dbName = `test_${randomId().replaceAll('-', '')}`
  const connection = await mongoose.createConnection(engine, { dbName, writeConcern: journaled }).asPromise()
  return {
    connection,
    uri: engine,
    address: engine.replace('/?', `/${dbName}?`),
    async drop() {
      await connection.dropDatabase()
      await connection.close()
    },
  }
}
