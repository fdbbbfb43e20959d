import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { collectFaults, type PackageFault, type Report } from './faults.js'

/** The files of a package by their path inside it, with slashes. */
export type PackageFiles = ReadonlyMap<string, Buffer>

/** A package is kept in one document of the database, which holds at most 16 MiB. */
export const limits = { files: 500, fileBytes: 1024 * 1024, packageBytes: 8 * 1024 * 1024 }

/**
 * Reads a package from a folder. Names that begin with a dot belong to the machine, not to the course, and are left
 * out; links to other places are faults.
 */
export async function readFolder(folder: string): Promise<{ files: PackageFiles; faults: PackageFault[] }> {
  const { report, faults } = collectFaults()
  const files = new Map<string, Buffer>()
  const paths = await listFiles(folder, '', report)
  if (paths.length > limits.files) report('', 1, 'too-many-files', { limit: limits.files })
  let bytes = 0
  for (const path of paths.slice(0, limits.files)) {
    const { size } = await stat(join(folder, path))
    bytes += size
    if (size > limits.fileBytes) report(path, 1, 'file-too-large', { limit: limits.fileBytes })
    else if (bytes <= limits.packageBytes) files.set(path, await readFile(join(folder, path)))
  }
  if (bytes > limits.packageBytes) report('', 1, 'package-too-large', { limit: limits.packageBytes })
  return { files, faults: faults() }
}

async function listFiles(root: string, folder: string, report: Report): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const nested = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return listFiles(root, path, report)
      if (entry.isFile()) return [path]
      report(path, 1, 'not-a-file')
      return []
    })
  return (await Promise.all(nested)).flat().sort()
}

/** SHA-256 (hex) over every path and content: equal exactly where two packages are. */
export function contentHash(files: PackageFiles): string {
  const hash = createHash('sha256')
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path) ?? Buffer.alloc(0)
    hash.update(`${path}\u0000${content.length}\u0000`).update(content)
  }
  return hash.digest('hex')
}
