import { Schema } from 'mongoose'
import { isDatabaseAway, openDatabase, startEngine } from '../../../server/base/database/index.js'
import { createLog } from '../../../server/base/log.js'
import { nameIn } from '../../../server/base/database/connect.js'
import { recallEngine } from '../../../server/base/database/engine-note.js'
import { testDatabase } from '../../support/database.js'
import { temporaryFolder, until } from './processes.js'

const log = createLog('silent')
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

describe('an embedded database', () => {
  it('journals every write before it is acknowledged', async () => {
    const database = await openDatabase({ dataDir: folder.path, mongodbUri: undefined, log })
    expect(database.engine).toBe('embedded')
    expect(database.connection.db?.writeConcern).toMatchObject({ w: 1, j: true })
    await database.close()
  })

  it('is answered for when asked', async () => {
    const database = await openDatabase({ dataDir: folder.path, mongodbUri: undefined, log })
    expect(database.isAvailable()).toBe(true)
    expect(await database.answers()).toBe(true)
    await database.close()
    expect(database.isAvailable()).toBe(false)
    expect(await database.answers()).toBe(false)
  })
})

describe('a database at MONGODB_URI', () => {
  it('acknowledges a write when the majority has journaled it', async () => {
    const { address, drop } = await testDatabase()
    const database = await openDatabase({ dataDir: 'unused', mongodbUri: `${address}&monitorCommands=true`, log })
    expect(database.engine).toBe('server')
    const sent: unknown[] = []
    database.connection.getClient().on('commandStarted', ({ command }) => sent.push(command['writeConcern']))
    await database.connection.collection('a').insertOne({ there: true })
    await database.connection.model('B', new Schema({})).create({})
    await database.close()
    await drop()
    expect(sent).toEqual([
      { w: 'majority', j: true },
      { w: 'majority', j: true },
    ])
  })

  it('is seen to go away, fails quickly meanwhile, and comes back by itself', async () => {
    const engine = await startEngine({ dataDir: folder.path, log })
    const database = await openDatabase({ dataDir: 'unused', mongodbUri: engine.uri, log })
    await database.connection.collection('a').insertOne({ there: true })
    process.kill(engine.pid() as number, 'SIGSTOP')
    const asked = Date.now()
    expect(await database.answers()).toBe(false)
    expect(Date.now() - asked).toBeLessThan(2500)
    process.kill(engine.pid() as number, 'SIGCONT')
    await until(() => database.answers())

    process.kill(engine.pid() as number, 'SIGKILL')
    const lost = await database.connection
      .collection('a')
      .findOne()
      .catch((error: unknown) => error)
    if (lost instanceof Error) expect(isDatabaseAway(lost)).toBe(true)
    await until(() => database.answers())
    await until(() => database.isAvailable())
    expect(await database.connection.collection('a').countDocuments()).toBe(1)
    await database.close()
    await engine.stop()
  })

  it('fails within a few seconds, as away, when it was stopped', async () => {
    const engine = await startEngine({ dataDir: folder.path, log })
    const database = await openDatabase({ dataDir: 'unused', mongodbUri: engine.uri, log })
    await engine.stop()
    await until(() => !database.isAvailable())
    const asked = Date.now()
    const error = await database.connection
      .collection('a')
      .insertOne({})
      .catch((thrown: unknown) => thrown)
    expect(isDatabaseAway(error)).toBe(true)
    expect(Date.now() - asked).toBeLessThan(6000)
    await database.close()
  })

  it('that cannot be reached is told without its password', async () => {
    const uri = 'mongodb://someone:hidden@127.0.0.1:9/college'
    const opening = openDatabase({ dataDir: 'unused', mongodbUri: uri, log })
    const error = (await opening.catch((thrown: unknown) => thrown)) as Error
    expect(error.message).toMatch(/No MongoDB answers at MONGODB_URI \(mongodb:\/\/127\.0\.0\.1:9\/college\)/)
    expect(error.message).not.toContain('hidden')
  })
})

it('knows a socket that broke while the driver was writing', () => {
  expect(isDatabaseAway(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }))).toBe(true)
})

it('knows a full disk, which is told in two ways', () => {
  const told = (code: number, text: string) => Object.assign(new Error(text), { name: 'MongoServerError', code })
  expect(isDatabaseAway(told(14031, 'available disk space of 1 bytes is less than required'))).toBe(true)
  expect(isDatabaseAway(told(8, '28: No space left on device - '))).toBe(true)
  expect(isDatabaseAway(told(8, 'something else'))).toBe(false)
})

it('knows the errors that are not the database being away', () => {
  expect(isDatabaseAway(new Error('something else'))).toBe(false)
  expect(isDatabaseAway(Object.assign(new Error('duplicate'), { code: 11000 }))).toBe(false)
  expect(isDatabaseAway('text')).toBe(false)
})

it.each([
  ['mongodb://a,b,c/lessons?replicaSet=rs', 'lessons'],
  ['mongodb://a:27017', 'college'],
  ['mongodb://u:p@a/?authSource=admin', 'college'],
  ['mongodb+srv://a.example/one%20two', 'one two'],
])('takes the name of the database from %s', (uri, name) => {
  expect(nameIn(uri)).toBe(name)
})

it('takes a note that was cut short for none', async () => {
  const { writeFile } = await import('node:fs/promises')
  await writeFile(`${folder.path}/engine.json`, '{"uri":')
  expect(await recallEngine(folder.path)).toBeUndefined()
})
