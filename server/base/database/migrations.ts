import { installationValidator } from './installation.js'
import type { Migration } from './migrate.js'

/** Every change of the stored data's shape, oldest first. Entries are added at the end and never altered or removed. */
export const migrations: readonly Migration[] = [
  {
    id: '0001-installation',
    describe: 'a collection for what is fixed in the life of an installation',
    async up(connection) {
      const name = 'installation'
      const there = await connection.db?.listCollections({ name }).hasNext()
      if (!there) await connection.createCollection(name, { validator: installationValidator })
    },
  },
  {
    id: '0002-credentials-have-scopes',
    describe: 'credentials of the LRS that were made before there were scopes may do all, as they could; none counts',
    async up(connection) {
      const credentials = connection.collection('lrs_credentials')
      await credentials.updateMany({ scopes: { $exists: false } }, { $set: { scopes: ['all'], counts: false } })
    },
  },
]
