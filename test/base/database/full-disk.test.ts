import { randomBytes } from 'node:crypto'
import { isDatabaseAway, openDatabase } from '../../../server/base/database/index.js'
import { createLog } from '../../../server/base/log.js'
import { itWithSmallDisk, smallDisk } from '../../support/small-disk.js'
import { until } from './processes.js'

itWithSmallDisk(
  'loses nothing acknowledged on a full disk, and goes on when there is room again',
  async () => {
    const disk = smallDisk(200)
    try {
      const database = await openDatabase({ dataDir: disk.path, mongodbUri: undefined, log: createLog('silent') })
      const items = database.connection.collection<{ _id: number; data: Buffer }>('items')
      const acknowledged: number[] = []
      const write = async (id: number): Promise<unknown> => {
        try {
          await items.insertOne({ _id: id, data: randomBytes(200_000) })
          acknowledged.push(id)
          return undefined
        } catch (error) {
          return error
        }
      }
      for (let id = 0; id < 20; id++) await write(id)
      disk.fill()
      let failure: unknown
      for (let id = 20; !failure && id < 500; id++) failure = await write(id)
      expect(isDatabaseAway(failure)).toBe(true)
      await until(() => !database.isAvailable())

      disk.makeRoom()
      await until(() => database.answers(), 20_000)
      const there = await items.find({}, { projection: { _id: 1 } }).toArray()
      expect(there.map(({ _id }) => _id)).toEqual(expect.arrayContaining(acknowledged))
      expect(await write(1000)).toBeUndefined()
      await database.close()
    } finally {
      disk.remove()
    }
  },
  60_000,
)
