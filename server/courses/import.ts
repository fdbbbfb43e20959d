import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../base/clock.js'
import { checkPackage } from './check/check.js'
import type { PackageFault } from './package/faults.js'
import { contentHash, readFolder, type PackageFiles } from './package/files.js'
import type { CourseStore, VersionKey } from './store.js'

/** A shipped package that was not taken, why, and which version of the course is served in its place, if any. */
export interface RefusedPackage {
  course: string
  served: string | undefined
  faults: PackageFault[]
}

/** What an import did. */
export interface ImportReport {
  /** Versions that were not known before. */
  imported: VersionKey[]
  /** Versions that are shipped and were known already. */
  unchanged: VersionKey[]
  refused: RefusedPackage[]
  /** Courses that are no longer shipped. */
  withdrawn: string[]
}

interface ImportDependencies {
  store: CourseStore
  clock: Clock
  directory: string
}

/** What became of one package. */
type Outcome = { key: VersionKey; isNew: boolean } | { faults: PackageFault[] }

/**
 * Takes the packages of a folder into the database. A version whose content is new is stored for ever; a broken
 * package, or one that changed and kept its version, is refused, and what was served before stays. Where the folder
 * itself cannot be read, no course is withdrawn because of that. Repeating an import, or running two at a time, changes
 * nothing.
 * @throws only what the database throws
 */
export async function importPackages({ store, clock, directory }: ImportDependencies): Promise<ImportReport> {
  const report: ImportReport = { imported: [], unchanged: [], refused: [], withdrawn: [] }
  const before = await store.served()
  const names = await orFault(() => packageNames(directory))
  if ('faults' in names) {
    report.refused.push({ course: '', served: undefined, faults: names.faults })
    return report
  }
  for (const name of names) {
    const outcome = await importPackage(name, join(directory, name), store, clock)
    if ('faults' in outcome) {
      const served = before.find(({ id, withdrawn }) => id === name && !withdrawn)?.version
      report.refused.push({ course: name, served, faults: outcome.faults })
      continue
    }
    await store.serve(outcome.key, clock.now())
    ;(outcome.isNew ? report.imported : report.unchanged).push(outcome.key)
  }
  for (const { id, withdrawn } of before) {
    if (withdrawn || names.includes(id)) continue
    await store.withdraw(id, clock.now())
    report.withdrawn.push(id)
  }
  return report
}

/** Does what rests on files alone; whatever goes wrong with them is a fault of the package, never the server's end. */
async function orFault<T>(work: () => T | Promise<T>): Promise<T | { faults: PackageFault[] }> {
  try {
    return await work()
  } catch (error) {
    return { faults: [unreadable(error)] }
  }
}

/** The fault of a package, or of the folder of the packages, that cannot be read at all. */
export const unreadable = (error: unknown): PackageFault => ({
  file: '',
  line: 1,
  code: 'unreadable',
  params: { message: error instanceof Error ? error.message : String(error) },
})

/** The packages of a folder: every folder in it but hidden ones. */
export async function packageNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
}

async function importPackage(name: string, folder: string, store: CourseStore, clock: Clock): Promise<Outcome> {
  const read = await orFault(() => readFolder(folder))
  if (!('files' in read) || read.faults.length > 0) return { faults: read.faults }
  const { files } = read
  // What is stored was checked when it came: the usual start, with nothing new, costs one look at the database.
  const known = await store.findContent(name, contentHash(files))
  if (known) return { key: { id: known.id, version: known.version }, isNew: false }
  const check = await orFault(() => checkPackage(name, files))
  if (!('version' in check) || check.version === undefined || check.faults.length > 0) return { faults: check.faults }
  return insert({ id: name, version: check.version }, files, store, clock)
}

async function insert(key: VersionKey, files: PackageFiles, store: CourseStore, clock: Clock): Promise<Outcome> {
  const hash = contentHash(files)
  const isNew = await store.insert({ ...key, contentHash: hash }, files, clock.now())
  // Another process may have stored the same package a moment ago, or an author changed it and kept its version.
  if (isNew || (await store.find(key))?.contentHash === hash) return { key, isNew }
  const line = files
    .get('course.yaml')
    ?.toString('utf8')
    .split('\n')
    .findIndex((each) => /^version\s*:/.test(each))
  const params = { version: key.version }
  return { faults: [{ file: 'course.yaml', line: (line ?? 0) + 1, code: 'version-not-raised', params }] }
}
