import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientSession, Connection, mongo } from 'mongoose'
import { toLine } from './lines.js'
import { checksum, writeManifest, type ArchivedCollection } from './manifest.js'
import { restoringCollection } from './restoring.js'

/** Told after every batch and at each collection's end. */
export type Progress = (collection: string, done: number, of: number) => void

const batchSize = 500

/**
 * Writes every collection into a new folder: gzipped lines of Extended JSON, and a manifest at the end. Whoever calls
 * sees to it that the data stand still meanwhile, by a session that reads a snapshot or by holding writes.
 * @param folder made; must not exist
 * @returns the number of documents
 */
export async function writeArchive({
  connection,
  folder,
  program,
  at,
  progress,
  session,
}: {
  connection: Connection
  folder: string
  program: string
  at: Date
  progress: Progress
  session?: ClientSession | undefined
}): Promise<number> {
  await mkdir(folder, { recursive: false, mode: 0o700 })
  const collections: ArchivedCollection[] = []
  for (const { name, options } of await collectionsOf(connection)) {
    const collection = connection.collection(name)
    const file = `${encodeURIComponent(name)}.ejson.gz`
    const total = await collection.estimatedDocumentCount()
    const documents = await writeCollection(
      collection.find({}, { raw: true, batchSize, ...(session && { session }) }),
      join(folder, file),
      {
        progress: (done) => progress(name, done, Math.max(done, total)),
      },
    )
    collections.push({ name, options, file, documents, sha256: await checksum(join(folder, file)) })
  }
  await writeManifest(folder, { program, at: at.toISOString(), collections })
  return collections.reduce((sum, { documents }) => sum + documents, 0)
}

/** The collections that hold data, by name. */
export async function collectionsOf(
  connection: Connection,
): Promise<{ name: string; options: Record<string, unknown> }[]> {
  const listed = (await connection.db?.listCollections().toArray()) ?? []
  return listed
    .filter(({ name, type }) => type === 'collection' && !name.startsWith('system.') && name !== restoringCollection)
    .map((entry) => ({ name: entry.name, options: 'options' in entry ? { ...entry.options } : {} }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function writeCollection(
  cursor: mongo.FindCursor,
  file: string,
  { progress }: { progress: (done: number) => void },
): Promise<number> {
  let done = 0
  async function* lines() {
    // With `raw` the cursor gives each document's bytes.
    for await (const bson of cursor as AsyncIterable<Uint8Array>) {
      yield `${toLine(bson)}\n`
      done += 1
      if (done % batchSize === 0) progress(done)
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file, { mode: 0o600, flush: true }))
  progress(done)
  return done
}
