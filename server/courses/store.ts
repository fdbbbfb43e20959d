import type { Connection } from 'mongoose'
import { isDuplicate } from '../base/database/index.js'
import { courseModel, versionModel, type CourseDocument, type VersionDocument } from './model.js'
import type { PackageFiles } from './package/files.js'

/** A version of a course by its name. */
export interface VersionKey {
  id: string
  version: string
}

/** A stored version without its files. */
export interface VersionEntry extends VersionKey {
  contentHash: string
}

/** Which version of a course is served; `withdrawn`: to nobody who has not begun it. */
export interface Served extends VersionKey {
  withdrawn: boolean
}

/** Keeps course versions, one immutable document each, and which one of a course is served. */
export interface CourseStore {
  find(key: VersionKey): Promise<VersionEntry | undefined>
  /** The version of a course that has this content. */
  findContent(id: string, contentHash: string): Promise<VersionEntry | undefined>
  files(key: VersionKey): Promise<PackageFiles | undefined>
  /** @returns false where that version is there already, whatever it holds */
  insert(entry: VersionEntry, files: PackageFiles, at: Date): Promise<boolean>
  served(): Promise<Served[]>
  serve(key: VersionKey, at: Date): Promise<void>
  withdraw(id: string, at: Date): Promise<void>
}

const documentId = ({ id, version }: VersionKey): string => `${id}@${version}`

export function createCourseStore(connection: Connection): CourseStore {
  const versions = versionModel(connection)
  const courses = courseModel(connection)
  const entry = async (filter: Partial<VersionDocument>) => {
    const found = await versions.findOne(filter, { files: 0 }).lean<Omit<VersionDocument, 'files'>>()
    return found ? { id: found.id, version: found.version, contentHash: found.contentHash } : undefined
  }
  return {
    find: (key) => entry({ _id: documentId(key) }),
    findContent: (id, contentHash) => entry({ id, contentHash }),

    async files(key) {
      const found = await versions.findById(documentId(key), { files: 1 }).lean<Pick<VersionDocument, 'files'>>()
      return found ? new Map(found.files.map(({ path, content }) => [path, plainBuffer(content)])) : undefined
    },

    async insert({ id, version, contentHash }, files, at) {
      const kept = [...files].map(([path, content]) => ({ path, content }))
      try {
        await versions.insertOne({
          _id: documentId({ id, version }),
          ...{ id, version, contentHash, importedAt: at, files: kept },
        })
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },

    async served() {
      const found = await courses.find().sort({ _id: 1 }).lean<CourseDocument[]>()
      return found.map(({ _id, version, withdrawnAt }) => ({ id: _id, version, withdrawn: withdrawnAt !== null }))
    },

    async serve({ id, version }, at) {
      // The time changes with the version alone, so that a restart writes nothing.
      if (await courses.exists({ _id: id, version, withdrawnAt: null })) return
      const change = { $set: { version, since: at, withdrawnAt: null } }
      await courses.updateOne({ _id: id }, change, { upsert: true }).catch(async (error: unknown) => {
        // Another process entered the course between the look and the write.
        if (!isDuplicate(error)) throw error
        await courses.updateOne({ _id: id }, change)
      })
    },

    async withdraw(id, at) {
      await courses.updateOne({ _id: id, withdrawnAt: null }, { $set: { withdrawnAt: at } })
    },
  }
}

/** A lean document holds the driver's Binary, which wraps the bytes. */
const plainBuffer = (content: Buffer | { buffer: Uint8Array }): Buffer =>
  Buffer.isBuffer(content) ? content : Buffer.from(content.buffer)
