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
]
