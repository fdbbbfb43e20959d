import { existsSync } from 'node:fs'
import { utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { makeSocketFolder, socketIn, sweepSocketFolders } from '../../../server/base/database/socket-folder.js'
import { temporaryFolder } from './processes.js'

const now = new Date()
const long = new Date(now.getTime() - 3_600_000)

it('sweeps folders that engines left, but none in use, none that is new, and nothing else', async () => {
  const base = await temporaryFolder()
  const [left, used, fresh] = [
    await makeSocketFolder(base.path),
    await makeSocketFolder(base.path),
    await makeSocketFolder(base.path),
  ]
  const listener = createServer().listen(socketIn(used))
  await once(listener, 'listening')
  await writeFile(socketIn(left), 'not a socket any more')
  for (const folder of [left, used]) await utimes(folder, long, long)

  expect(await sweepSocketFolders(now, base.path)).toEqual([left])
  expect([left, used, fresh].map((folder) => existsSync(folder))).toEqual([false, true, true])
  listener.close()
  await base.remove()
})
