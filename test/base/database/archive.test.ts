import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { BSON, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'mongodb'
import type { Connection } from 'mongoose'
import {
  ArchiveError,
  DatabaseRefused,
  openDatabase,
  openSource,
  prepareDatabase,
  readArchive,
  startEngine,
  writeArchive,
  type Progress,
} from '../../../server/base/database/index.js'
import { recallEngine } from '../../../server/base/database/engine-note.js'
import { createLog } from '../../../server/base/log.js'
import { testDatabase } from '../../support/database.js'
import { temporaryFolder } from './processes.js'

const log = createLog('silent')
const at = new Date('2026-11-02T08:00:00Z')
const clock = { now: () => at }
const silent: Progress = () => undefined

let from: Awaited<ReturnType<typeof testDatabase>>
let to: Awaited<ReturnType<typeof testDatabase>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let archive: string

beforeEach(async () => {
  from = await testDatabase()
  to = await testDatabase()
  folder = await temporaryFolder()
  archive = join(folder.path, 'archive')
})
afterEach(async () => {
  await from.drop()
  await to.drop()
  await folder.remove()
})

/** Every document of a collection as its bytes, by _id. */
async function bytes(connection: Connection, name: string): Promise<string[]> {
  const documents = await connection
    .collection(name)
    .find({}, { raw: true, sort: { _id: 1 } })
    .toArray()
  return documents.map((document) => Buffer.from(document as unknown as Uint8Array).toString('hex'))
}

const write = (connection = from.connection, progress = silent) =>
  writeArchive({ connection, folder: archive, program: '0.1.0', at, progress })
const read = (connection = to.connection) => readArchive({ connection, folder: archive, at, progress: silent })

const strange: BSON.Document[] = [
  {
    _id: 1,
    int: new Int32(5),
    double: new Double(5),
    negative: new Double(-0),
    long: Long.fromString('9007199254740993'),
  },
  { _id: 2, decimal: Decimal128.fromString('1.10'), nan: NaN, infinity: -Infinity, nothing: null, yes: true },
  { _id: 3, date: at, early: new Date(-62135596800000), id: new ObjectId(), time: new Timestamp({ t: 5, i: 6 }) },
  { _id: 4, text: 'a\u2028b\u2029c\r\nd\u0000e "quoted" \\ 統計 😀', '': 'empty name', 'with.dot': 1 },
  {
    _id: 5,
    binary: new BSON.Binary(Buffer.from([0, 1, 255]), 0x80),
    uuid: new BSON.UUID(),
    pattern: new BSON.BSONRegExp('^a', 'i'),
  },
  { _id: 6, said: { $date: 'not a date' }, also: { $oid: 5 }, nested: [[{ a: [] }], {}] },
  { _id: 7, min: new BSON.MinKey(), max: new BSON.MaxKey(), code: new BSON.Code('x', { y: 1 }) },
  { _id: 8, said: { $numberLong: '5' } },
  { _id: 9, $bson: 'AAAA' },
  { _id: 'ten', long: 'x'.repeat(1_000_000) },
]

it('gives every document back as it was, of every kind', async () => {
  await from.connection.collection('strange').insertMany(strange)
  expect(await write()).toBe(strange.length)
  expect(await read()).toBe(strange.length)
  const before = await bytes(from.connection, 'strange')
  expect(before).toHaveLength(strange.length)
  expect(await bytes(to.connection, 'strange')).toEqual(before)
})

it('gives every collection back, also empty ones, those of strange names, and their validators', async () => {
  const { connection } = from
  await prepareDatabase({ connection, iriBase: 'https://college.example', clock, log })
  await connection.createCollection('empty')
  await connection
    .collection('lrs/statements é')
    .insertMany(Array.from({ length: 1234 }, (_, i) => ({ _id: i, i }) as never))
  const seen: string[] = []
  await write(connection, (name, done, of) => seen.push(`${name} ${done}/${of}`))
  expect(seen).toContain('lrs/statements é 500/1234')
  expect(seen).toContain('lrs/statements é 1234/1234')

  await read()
  expect(await bytes(to.connection, 'lrs/statements é')).toEqual(await bytes(connection, 'lrs/statements é'))
  expect(await bytes(to.connection, 'migrations')).toEqual(await bytes(connection, 'migrations'))
  const names = (await to.connection.db?.listCollections().toArray())?.map(({ name }) => name).sort()
  expect(names).toEqual(['empty', 'installation', 'leases', 'lrs/statements é', 'migrations'])
  const change = to.connection.collection('installation').updateOne({}, { $set: { iriBase: 7 } })
  await expect(change).rejects.toThrow(/validation/)
  await prepareDatabase({ connection: to.connection, iriBase: 'https://college.example', clock, log })
})

it('is for its owner alone', async () => {
  await from.connection.collection('people').insertOne({ name: 'A' })
  await write()
  expect((await stat(archive)).mode & 0o777).toBe(0o700)
  for (const file of ['manifest.json', 'people.ejson.gz'])
    expect((await stat(join(archive, file))).mode & 0o777).toBe(0o600)
})

it('is not written over another one', async () => {
  await write()
  await expect(write()).rejects.toThrow(/EEXIST/)
})

describe('a restore is refused', () => {
  beforeEach(async () => {
    await from.connection.collection('a').insertMany([{ n: 1 }, { n: 2 }])
    await from.connection.collection('b').insertOne({ n: 3 })
    await write()
  })

  const nothingWritten = async () =>
    expect((await to.connection.db?.listCollections().toArray())?.map(({ name }) => name)).toEqual([])

  it('onto data that is there, which stays as it is', async () => {
    await to.connection.collection('kept').insertOne({ mine: true })
    await expect(read()).rejects.toThrow(DatabaseRefused)
    await expect(read()).rejects.toThrow(/holds data already \(in kept\)/)
    expect(await to.connection.collection('kept').countDocuments()).toBe(1)
    expect(await to.connection.collection('a').countDocuments()).toBe(0)
  })

  it.each([
    [
      'a file that was damaged',
      () => appendFile(join(archive, 'b.ejson.gz'), 'x'),
      /b\.ejson\.gz was changed or damaged/,
    ],
    ['a file that is missing', () => rm(join(archive, 'a.ejson.gz')), /a\.ejson\.gz is missing/],
    ['a backup that was not finished', () => rm(join(archive, 'manifest.json')), /not a finished backup/],
    ['a manifest that is no JSON', () => writeFile(join(archive, 'manifest.json'), '{'), /cannot be read/],
    ['a manifest of another format', () => alterManifest({ format: 2 }), /cannot be read/],
    [
      'a manifest that points elsewhere',
      () => alterManifest({ collections: [{ ...entry, file: '../../x' }] }),
      /cannot be read/,
    ],
  ])('from %s, and nothing is written', async (_what, damage, message) => {
    await damage()
    const error = await read().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ArchiveError)
    expect((error as Error).message).toMatch(message)
    await nothingWritten()
  })

  const entry = { name: 'x', options: {}, documents: 0, sha256: '0'.repeat(64) }
  async function alterManifest(change: object) {
    const file = join(archive, 'manifest.json')
    await writeFile(file, JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), ...change }))
  }
})

it('leaves a database that is refused by the server, and by another restore, when it ends early', async () => {
  await from.connection.collection('a').insertMany([{ n: 1 }, { n: 2 }])
  await from.connection.collection('b').insertOne({ n: 3 })
  await write()
  const manifest = join(archive, 'manifest.json')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"documents": 2', '"documents": 3'))
  await expect(read()).rejects.toThrow(/did not finish: a should hold 3 documents and holds 2/)

  const prepare = prepareDatabase({ connection: to.connection, iriBase: 'https://a.example', clock, log })
  await expect(prepare).rejects.toThrow(DatabaseRefused)
  await expect(read()).rejects.toThrow(/not whole/)
})

describe('the embedded engine', () => {
  const dataDir = () => join(folder.path, 'data')
  const open = () => openDatabase({ dataDir: dataDir(), mongodbUri: undefined, log })
  const source = () => openSource({ dataDir: dataDir(), mongodbUri: undefined, log })

  it('holds the writes of its server while a backup reads, and lets them go on afterwards', async () => {
    const server = await open()
    await server.connection.collection('a').insertOne({ n: 1 })
    const backup = await source()
    let written = false
    const writing = server.connection
      .collection('a')
      .insertOne({ n: 2 })
      .then(() => (written = true))
    await write(backup.connection)
    expect(written).toBe(false)
    expect(await server.connection.collection('a').countDocuments()).toBe(1)
    await backup.close()
    await writing
    await read()
    expect(await to.connection.collection('a').countDocuments()).toBe(1)
    await server.close()
  })

  it('lets writes go on when the backup is killed', async () => {
    const server = await open()
    const note = await recallEngine(dataDir())
    const backup = connectSocket(note?.holdSocket ?? '')
    await new Promise((resolve) => backup.once('data', resolve))
    const writing = server.connection.collection('a').insertOne({ n: 2 })
    backup.destroy()
    await writing
    await server.close()
  })

  it('can be stopped while a backup holds its writes', async () => {
    const server = await open()
    await server.connection.collection('a').insertOne({ n: 1 })
    const backup = await source()
    const stopped = Date.now()
    await server.close()
    expect(Date.now() - stopped).toBeLessThan(5000)
    await backup.close()
  })

  it('is opened for a backup when no server runs', async () => {
    const server = await open()
    await server.connection.collection('a').insertOne({ n: 1 })
    await server.close()
    const backup = await source()
    await write(backup.connection)
    await backup.close()
    await read()
    expect(await to.connection.collection('a').countDocuments()).toBe(1)
  })

  it('is not made where there is none', async () => {
    await expect(source()).rejects.toThrow(ArchiveError)
    await expect(stat(dataDir())).rejects.toThrow(/ENOENT/)
  })

  it('is backed up after its server was killed, whose note is still there', async () => {
    const first = await startEngine({ dataDir: dataDir(), log })
    await first.stop()
    await writeFile(
      join(dataDir(), 'engine.json'),
      JSON.stringify({ uri: first.uri, holdSocket: '/nowhere/hold.sock' }),
    )
    const backup = await source()
    await write(backup.connection)
    await backup.close()
  })
})

it('is read from a server without snapshots too', async () => {
  await from.connection.collection('a').insertOne({ n: 1 })
  const uri = from.uri.replace('/?', `/${from.connection.name}?`)
  const backup = await openSource({ dataDir: 'unused', mongodbUri: uri, log })
  expect(backup.session).toBeUndefined()
  expect(await write(backup.connection)).toBe(1)
  await backup.close()
})
