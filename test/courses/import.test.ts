import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { createCourses, readFolder, type Courses } from '../../server/courses/index.js'
import { testDatabase } from '../support/database.js'
import { change, smallPackage, temporaryFolder, type Texts } from './package.js'

const { t } = await createI18n()
const log = createLog('silent')
const small = smallPackage()
const version = (texts: Texts, number: string) => change(texts, 'course.yaml', 'version: 1.0.0', `version: ${number}`)
const broken = (texts: Texts) => change(texts, 'en/first.md', '## What to do', '# What to do')

let database: Awaited<ReturnType<typeof testDatabase>>
let packages: Awaited<ReturnType<typeof temporaryFolder>>
let now: Date

/** A start of the server: a new object that knows only what is in the database and in the folder. */
function start(directory = packages.folder): Courses {
  return createCourses({ connection: database.connection, clock: { now: () => now }, log, directory, t })
}

/** Starts and imports. */
async function started(): Promise<Courses> {
  const courses = start()
  await courses.importShipped()
  return courses
}

const stored = () =>
  database.connection
    .collection('courseVersions')
    .find({}, { projection: { files: 0 } })
    .toArray()

beforeEach(async () => {
  ;[database, packages] = await Promise.all([testDatabase(), temporaryFolder()])
  now = new Date('2026-11-21T08:00:00Z')
})
afterEach(() => Promise.all([database.drop(), packages.drop()]))

describe('a package that is whole', () => {
  test('is stored once and served', async () => {
    await packages.write('small', small)
    const report = await start().importShipped()
    expect(report).toEqual({
      imported: [{ id: 'small', version: '1.0.0' }],
      unchanged: [],
      refused: [],
      withdrawn: [],
    })
    expect(await stored()).toMatchObject([
      { _id: 'small@1.0.0', importedAt: now, contentHash: expect.any(String) as string },
    ])
  })

  test('is known at the next start, which writes nothing', async () => {
    await packages.write('small', small)
    await started()
    const before = await stored()
    now = new Date('2026-11-22T08:00:00Z')
    const again = start()
    expect(await again.importShipped()).toMatchObject({ imported: [], unchanged: [{ id: 'small', version: '1.0.0' }] })
    expect(await stored()).toEqual(before)
    expect(again.catalogue().map(({ id }) => id)).toEqual(['small'])
    expect(again.faults()).toEqual([])
  })

  test('is stored once by processes that start at the same time', async () => {
    await packages.write('small', small)
    const all = Array.from({ length: 6 }, () => start())
    const reports = await Promise.all(all.map((courses) => courses.importShipped()))
    expect(reports.flatMap(({ refused }) => refused)).toEqual([])
    expect(reports.flatMap(({ imported }) => imported)).toHaveLength(1)
    expect(await stored()).toHaveLength(1)
    expect(all.map((courses) => courses.current('small')?.version)).toEqual(Array(6).fill('1.0.0'))
  })
})

describe('a new version', () => {
  test('is served, and the old one stays readable', async () => {
    await packages.write('small', small)
    await started()
    await packages.write('small', version(change(small, 'en/first.md', 'A lorry', 'A train'), '1.1.0'))
    const courses = await started()
    expect(courses.current('small')?.version).toBe('1.1.0')
    const old = await courses.version('small', '1.0.0')
    if (!old) throw new Error('The old version is gone')
    expect((await courses.modulePage(old, 'first', 'en')).html).toContain('A lorry')
    expect(courses.media(old, 'form.en.svg')?.content.toString()).toBe(small['media/form.en.svg'])
  })

  test('can be taken back by shipping the old one again', async () => {
    await packages.write('small', small)
    await started()
    await packages.write('small', version(small, '1.1.0'))
    await started()
    await packages.write('small', small)
    expect((await started()).current('small')?.version).toBe('1.0.0')
  })
})

describe('a package that changed and kept its version', () => {
  test('is refused with the line of the version, and what was published is served', async () => {
    await packages.write('small', small)
    await started()
    await packages.write('small', change(small, 'en/first.md', 'A lorry', 'A train'))
    const courses = await started()
    expect(courses.faults()).toEqual([
      {
        course: 'small',
        served: '1.0.0',
        faults: [{ file: 'course.yaml', line: 2, code: 'version-not-raised', params: { version: '1.0.0' } }],
      },
    ])
    const course = courses.current('small')
    if (!course) throw new Error('Nothing is served')
    expect((await courses.modulePage(course, 'first', 'en')).html).toContain('A lorry')
  })
})

describe('a broken package', () => {
  test('stops nothing: the last good version is served, and the faults are told', async () => {
    await packages.write('small', small)
    await packages.write('other', change(small, 'course.yaml', 'id: small', 'id: other'))
    await started()
    await packages.write('small', version(broken(small), '2.0.0'))
    const courses = await started()
    expect(courses.catalogue().map(({ id, version }) => `${id} ${version}`)).toEqual(['other 1.0.0', 'small 1.0.0'])
    expect(courses.faults()).toMatchObject([{ course: 'small', served: '1.0.0' }])
    expect(courses.faults()[0]?.faults).toContainEqual(
      expect.objectContaining({ file: 'en/first.md', code: 'heading-level' }),
    )
  })

  test('that was never good is not served at all', async () => {
    await packages.write('small', broken(small))
    const courses = await started()
    expect(courses.catalogue()).toEqual([])
    expect(courses.faults()).toMatchObject([{ course: 'small', served: undefined }])
    expect(await stored()).toEqual([])
  })

  test('that is mended has no faults any more', async () => {
    await packages.write('small', broken(small))
    await started()
    await packages.write('small', small)
    const courses = await started()
    expect(courses.faults()).toEqual([])
    expect(courses.current('small')?.version).toBe('1.0.0')
  })

  test('that cannot even be looked at is one too', async () => {
    await packages.write('small', { ...small, 'en/course.yaml': `${'['.repeat(200_000)}` })
    const courses = await started()
    expect(courses.faults()).toMatchObject([{ course: 'small', served: undefined }])
  })

  test('that an older program stored and this one cannot read is a fault, and stops nothing', async () => {
    await packages.write('small', small)
    await started()
    const files = [{ path: 'course.yaml', content: Buffer.from('id: small') }]
    await database.connection.collection('courseVersions').updateOne({ id: 'small' }, { $set: { files } })
    const courses = await started()
    expect(courses.catalogue()).toEqual([])
    expect(courses.faults()).toMatchObject([{ course: 'small', faults: [{ code: 'unreadable' }] }])
    await expect(courses.version('small', '1.0.0')).rejects.toThrow('course.yaml')
  })

  test('a database that is away is no fault of a package', async () => {
    await packages.write('small', small)
    const courses = start()
    await database.connection.close()
    await expect(courses.importShipped()).rejects.toThrow()
    await database.connection.openUri(database.uri, { dbName: database.connection.name })
  })

  test('an empty folder is one', async () => {
    await mkdir(join(packages.folder, 'empty'))
    expect((await started()).faults()).toMatchObject([{ course: 'empty', faults: [{ file: 'course.yaml' }] }])
  })
})

describe('a course that is no longer shipped', () => {
  test('is withdrawn: nobody begins it, and those who did can read on', async () => {
    await packages.write('small', small)
    await started()
    await rm(join(packages.folder, 'small'), { recursive: true })
    const courses = start()
    expect((await courses.importShipped()).withdrawn).toEqual(['small'])
    expect(courses.catalogue()).toEqual([])
    expect(courses.current('small')).toBeUndefined()
    const course = await courses.version('small', '1.0.0')
    if (!course) throw new Error('The version is gone')
    expect((await courses.modulePage(course, 'first', 'en')).html).toContain('A lorry')
  })

  test('comes back when it is shipped again', async () => {
    await packages.write('small', small)
    await started()
    await rm(join(packages.folder, 'small'), { recursive: true })
    await started()
    await packages.write('small', small)
    expect((await started()).current('small')?.version).toBe('1.0.0')
  })

  test('is not taken for withdrawn where the folder of the courses is missing', async () => {
    await packages.write('small', small)
    await started()
    const courses = start(join(packages.folder, 'nowhere'))
    expect(await courses.importShipped()).toMatchObject({
      withdrawn: [],
      refused: [{ faults: [{ code: 'unreadable' }] }],
    })
    expect(courses.current('small')?.version).toBe('1.0.0')
  })
})

test('a version that nobody has is undefined', async () => {
  const courses = await started()
  expect(await courses.version('small', '1.0.0')).toBeUndefined()
  expect(courses.current('small')).toBeUndefined()
})

describe('reading a folder', () => {
  const codes = async (folder: string) => (await readFolder(folder)).faults.map(({ file, code }) => ({ file, code }))

  test('leaves hidden files out and gives equal content', async () => {
    const folder = await packages.write('small', { ...small, '.DS_Store': 'x' })
    expect([...(await readFolder(folder)).files.keys()].sort()).toEqual(Object.keys(small).sort())
  })

  test('follows no links', async () => {
    const folder = await packages.write('small', small)
    await writeFile(join(packages.folder, 'secret'), 'x')
    await symlink(join(packages.folder, 'secret'), join(folder, 'media', 'x.svg'))
    expect(await codes(folder)).toEqual([{ file: 'media/x.svg', code: 'not-a-file' }])
  })

  test('refuses a file, a package and a number of files over the limits', async () => {
    const file = 'x'.repeat(1024 * 1024)
    expect(await codes(await packages.write('a', { big: `${file}x` }))).toEqual([
      { file: 'big', code: 'file-too-large' },
    ])
    const nine = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`f${index}`, file]))
    expect(await codes(await packages.write('b', nine))).toEqual([{ file: '', code: 'package-too-large' }])
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`f${index}`, 'x']))
    expect(await codes(await packages.write('c', many))).toEqual([{ file: '', code: 'too-many-files' }])
  })
})
