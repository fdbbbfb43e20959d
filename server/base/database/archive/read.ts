import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Connection, mongo } from 'mongoose'
import { DatabaseRefused } from '../errors.js'
import { fromLine } from './lines.js'
import { checkFiles, readManifest, type ArchivedCollection } from './manifest.js'
import { notWhole, refuseUnfinishedRestore, restoringCollection } from './restoring.js'
import { collectionsOf, type Progress } from './write.js'

/** A batch is sent when it has this many documents, or lines of so many characters. */
const batchDocuments = 500
const batchCharacters = 4_000_000

/**
 * Restores an archive into an empty database. The archive is checked as a whole before the first write; from then to
 * the last check the database is marked as not whole, so that a restore that ends early is never taken for data.
 * @returns the number of documents
 * @throws ArchiveError if the archive is not whole; DatabaseRefused if the database holds data
 */
export async function readArchive({
  connection,
  folder,
  at,
  progress,
}: {
  connection: Connection
  folder: string
  at: Date
  progress: Progress
}): Promise<number> {
  const manifest = await readManifest(folder)
  await checkFiles(folder, manifest)
  await refuseUnfinishedRestore(connection)
  await refuseData(connection)
  const marks = connection.collection(restoringCollection)
  await marks.insertOne({ at, archiveOf: manifest.at })
  try {
    for (const entry of manifest.collections) await readCollection(connection, folder, entry, progress)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DatabaseRefused(`The restore did not finish: ${reason}\n${notWhole}`, { cause })
  }
  await marks.drop()
  return manifest.collections.reduce((sum, { documents }) => sum + documents, 0)
}

async function refuseData(connection: Connection): Promise<void> {
  for (const { name } of await collectionsOf(connection))
    if (await connection.collection(name).findOne({}, { projection: { _id: 1 } }))
      throw new DatabaseRefused(
        `The database holds data already (in ${name}). A restore goes into an empty one: give another DATA_DIR or MONGODB_URI.`,
      )
}

async function readCollection(
  connection: Connection,
  folder: string,
  { name, options, file, documents }: ArchivedCollection,
  progress: Progress,
): Promise<void> {
  if (!(await connection.db?.listCollections({ name }).hasNext())) await connection.createCollection(name, options)
  const collection = connection.collection(name)
  let done = 0
  for await (const batch of batches(join(folder, file))) {
    await collection.insertMany(batch, { ordered: false })
    done += batch.length
    progress(name, done, documents)
  }
  const there = await collection.countDocuments()
  if (there !== documents) throw new Error(`${name} should hold ${documents} documents and holds ${there}`)
}

async function* batches(file: string): AsyncGenerator<mongo.Document[]> {
  let batch: mongo.Document[] = []
  let characters = 0
  for await (const line of linesOf(file)) {
    batch.push(fromLine(line))
    characters += line.length
    if (batch.length < batchDocuments && characters < batchCharacters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}

/** The lines of a gzipped file. Not readline's: it also breaks at U+2028, which stands unescaped inside JSON texts. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file)
  const text = createGunzip().setEncoding('utf8')
  const copied = pipeline(input, text)
  let rest = ''
  for await (const chunk of text as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  await copied
}
