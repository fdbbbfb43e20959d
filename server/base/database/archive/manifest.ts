import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { ArchiveError } from '../errors.js'

/** The shape of the archive folders that this program writes. */
const format = 1

const manifestSchema = z.object({
  format: z.literal(format),
  program: z.string(),
  /** When reading began: the data are of this moment. */
  at: z.iso.datetime(),
  collections: z.array(
    z.object({
      name: z.string().min(1),
      /** How the collection was created (a validator, a collation); indexes are made at the server's start. */
      options: z.record(z.string(), z.unknown()),
      file: z.string().regex(/^[^/\\]+\.ejson\.gz$/),
      documents: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})

export type Manifest = z.infer<typeof manifestSchema>
export type ArchivedCollection = Manifest['collections'][number]

const path = (folder: string) => join(folder, 'manifest.json')

/** Writes the manifest, the last file of an archive: a folder without one was not finished. */
export async function writeManifest(folder: string, manifest: Omit<Manifest, 'format'>): Promise<void> {
  const text = JSON.stringify({ format, ...manifest }, undefined, 2)
  await writeFile(`${path(folder)}.new`, `${text}\n`, { mode: 0o600, flush: true })
  await rename(`${path(folder)}.new`, path(folder))
}

/** @throws ArchiveError if the folder holds no finished archive, or one that this version cannot read */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path(folder), 'utf8').catch(() => {
    throw new ArchiveError(`${folder} is not a finished backup: it has no manifest.json.`)
  })
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new ArchiveError(`${path(folder)} cannot be read by this version: ${z.prettifyError(parsed.error)}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @throws ArchiveError naming every file that is missing or not as it was written */
export async function checkFiles(folder: string, manifest: Manifest): Promise<void> {
  const faults: string[] = []
  for (const { file, sha256 } of manifest.collections) {
    const found = await checksum(join(folder, file)).catch(() => undefined)
    if (found !== sha256) faults.push(found ? `${file} was changed or damaged` : `${file} is missing`)
  }
  if (faults.length > 0) throw new ArchiveError(`${folder} is damaged: ${faults.join('; ')}.`)
}

/** The SHA-256 of a file, in hexadecimal. */
export async function checksum(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
