import { fileURLToPath } from 'node:url'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '../../server/base/database/index.js'
import { createLog } from '../../server/base/log.js'
import { runScript, temporaryFolder } from '../base/database/processes.js'

const log = createLog('silent')
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const inFolder = (name: string) => join(folder.path, name)

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const open = (dataDir: string) => openDatabase({ dataDir, mongodbUri: undefined, log })

async function run(tool: string, args: string[], settings: Record<string, string>) {
  const program = runScript(`dist/server/tools/${tool}.js`, args, settings)
  const status = await program.ended
  return { status, output: program.lines.join('\n'), errors: program.errors.join('\n') }
}

it('moves a running installation to another machine, showing how far it is', async () => {
  const server = await open(inFolder('data'))
  await server.connection.collection('people').insertMany(Array.from({ length: 700 }, (_, n) => ({ n })))

  const backup = await run('backup', [inFolder('copy')], { DATA_DIR: inFolder('data') })
  expect(backup).toMatchObject({ status: 0, errors: '' })
  expect(backup.output).toContain('people: 700 of 700')
  await server.connection.collection('people').insertOne({ n: 'after' })
  await server.close()

  const restore = await run('restore', [inFolder('copy')], { DATA_DIR: inFolder('other') })
  expect(restore).toMatchObject({ status: 0, errors: '' })
  expect(restore.output).toContain('people: 700 of 700')
  const other = await open(inFolder('other'))
  expect(await other.connection.collection('people').countDocuments()).toBe(700)
  await other.close()

  const again = await run('restore', [inFolder('copy')], { DATA_DIR: inFolder('other') })
  expect(again.status).toBe(1)
  expect(again.errors).toMatch(/^The database holds data already/)
}, 60_000)

it('puts a backup that names no folder beside the data, under its moment', async () => {
  const server = await open(inFolder('data'))
  await server.connection.collection('people').insertOne({ n: 1 })
  await server.close()
  expect((await run('backup', [], { DATA_DIR: inFolder('data') })).status).toBe(0)
  const [made] = await readdir(inFolder('data/backups'))
  expect(made).toMatch(/^\d{4}-\d{2}-\d{2}T[\d-]+Z$/)
})

it.each([
  ['backup', [], {}, /There is no database in/],
  ['restore', [], {}, /Which backup\?/],
  ['restore', ['nowhere'], {}, /nowhere is not a finished backup/],
  ['restore', ['nowhere'], { MONGODB_URI: 'mongodb://127.0.0.1:9/college' }, /nowhere is not a finished backup/],
  ['backup', [], { DATA_DIR: fileURLToPath(import.meta.url) }, /ENOTDIR|There is no database in/],
  ['check-courses', ['nowhere'], {}, /ENOENT.*nowhere/],
  ['backup', [], { MONGODB_URI: 'postgres://x' }, /MONGODB_URI must begin with mongodb/],
])('%s %j refuses in plain words', async (tool, args, settings, message) => {
  const result = await run(tool, args, { DATA_DIR: inFolder('data'), ...settings })
  expect(result.status).toBe(1)
  expect(result.errors).toMatch(message)
  expect(result.errors).not.toContain('    at ')
  await rm(inFolder('data'), { recursive: true, force: true })
})
