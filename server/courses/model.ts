import { Schema, type Connection } from 'mongoose'

/** A version of a course as it is kept: the package's files as they came. Never changed once written. */
export interface VersionDocument {
  /** `id@version`. */
  _id: string
  id: string
  version: string
  contentHash: string
  importedAt: Date
  files: { path: string; content: Buffer }[]
}

/** Which version of a shipped course is served. */
export interface CourseDocument {
  /** The course's id. */
  _id: string
  version: string
  since: Date
  /** Set while the course is no longer shipped: nobody may begin it, those who did go on. */
  withdrawnAt: Date | null
}

const text = { type: String, required: true } as const

const versionSchema = new Schema<VersionDocument>(
  {
    _id: text,
    id: text,
    version: text,
    contentHash: text,
    importedAt: { type: Date, required: true },
    files: [new Schema({ path: text, content: { type: Buffer, required: true } }, { _id: false })],
  },
  { collection: 'courseVersions', versionKey: false, autoIndex: false, id: false },
)
versionSchema.index({ id: 1, version: 1 }, { unique: true, name: 'version' })

const courseSchema = new Schema<CourseDocument>(
  { _id: text, version: text, since: { type: Date, required: true }, withdrawnAt: { type: Date, default: null } },
  { collection: 'courses', versionKey: false, autoIndex: false, id: false },
)

export const versionModel = (connection: Connection) => connection.model('CourseVersion', versionSchema)
export const courseModel = (connection: Connection) => connection.model('Course', courseSchema)
