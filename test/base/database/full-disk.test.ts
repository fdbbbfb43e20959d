import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDatabaseAway, openDatabase } from '../../../server/base/database/index.js'
import { createLog } from '../../../server/base/log.js'
import { temporaryFolder, until } from './processes.js'

/** Mounts a small disk, where the machine permits it. */
function mount(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

it('loses nothing acknowledged on a full disk, and goes on when there is room again', async () => {
  const folder = await temporaryFolder()
  if (!mount(folder.path)) {
    console.warn('SKIPPED: a full disk (this machine does not let us mount a small one)')
    await folder.remove()
    return
  }
  try {
    const database = await openDatabase({ dataDir: folder.path, mongodbUri: undefined, log: createLog('silent') })
    const items = database.connection.collection<{ _id: number; data: Buffer }>('items')
    const { bavail, bsize } = await statfs(folder.path)
    await writeFile(join(folder.path, 'ballast'), Buffer.alloc(bavail * bsize - 20_000_000))
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
    let failure: unknown
    for (let id = 0; !failure && id < 500; id++) failure = await write(id)
    expect(isDatabaseAway(failure)).toBe(true)
    await until(() => !database.isAvailable())

    await rm(join(folder.path, 'ballast'))
    await until(() => database.answers(), 20_000)
    const there = await items.find({}, { projection: { _id: 1 } }).toArray()
    expect(there.map(({ _id }) => _id)).toEqual(expect.arrayContaining(acknowledged))
    expect(await write(1000)).toBeUndefined()
    await database.close()
  } finally {
    execFileSync('umount', ['-l', folder.path])
    await folder.remove()
  }
}, 60_000)
