import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import { notFound } from '../base/errors.js'
import type { I18n } from '../base/i18n.js'
import type { Language } from '../base/languages.js'
import type { Logger } from '../base/log.js'
import type { QuestionText, Quiz } from '../quizzes/index.js'
import { describeFault } from './describe.js'
import { importPackages, unreadable, type ImportReport, type RefusedPackage } from './import.js'
import { createRenderer } from './markdown/render.js'
import { createCourseStore, type VersionKey } from './store.js'
import { areas, type Course, type CourseText, type ModulePage } from './types.js'
import { openVersion, UnreadableVersion, type CourseVersion, type Media } from './version/version.js'

export interface CoursesOptions {
  connection: Connection
  clock: Clock
  log: Logger
  /** The folder of the shipped packages. */
  directory: string
  /** The translators: boxes, tables and true or false have titles of the platform's. */
  t: I18n['t']
}

/** The courses of the College, and every version that anybody ever started. */
export interface Courses {
  /** Takes in what is shipped. Never throws because of a package: what is wrong is reported, logged and kept for `faults`. */
  importShipped(): Promise<ImportReport>
  /** What the last import refused, and which version is served instead. */
  faults(): RefusedPackage[]
  /** The courses that may be begun, by area and then by id. */
  catalogue(): Course[]
  /** The version that may be begun; undefined for an unknown or withdrawn course. */
  current(id: string): Course | undefined
  /** Any version, also of a withdrawn course. */
  version(id: string, version: string): Promise<Course | undefined>
  /** In another language where the course has no text in this one; `language` says which. */
  text(course: Course, language: Language): CourseText
  /** @throws AppError 404 for a module that the course does not have */
  modulePage(course: Course, module: string, language: Language): Promise<ModulePage>
  /** With its keys: it never goes into a page. @throws AppError 404 for a quiz that the course does not have */
  quiz(course: Course, quiz: string): Quiz
  /** Words and no keys. @throws AppError 404 for a quiz that the course does not have */
  questionTexts(course: Course, quiz: string, language: Language): Record<string, QuestionText>
  /** A file that the version's media.yaml names. */
  media(course: Course, file: string): Media | undefined
}

export function createCourses({ connection, clock, log, directory, t }: CoursesOptions): Courses {
  const store = createCourseStore(connection)
  const reading = { renderer: createRenderer(), t }
  /** Versions never change and are few: all that were asked for stay open. */
  const opened = new Map<string, CourseVersion>()
  let current = new Map<string, Course>()
  let refused: RefusedPackage[] = []

  async function open(key: VersionKey): Promise<CourseVersion | undefined> {
    const known = opened.get(keyOf(key))
    if (known) return known
    const files = await store.files(key)
    if (!files) return undefined
    const version = openVersion(files, reading)
    // Whoever comes second takes what the first one made.
    const kept = opened.get(keyOf(key)) ?? version
    opened.set(keyOf(key), kept)
    return kept
  }

  function of(course: Course): CourseVersion {
    const version = opened.get(keyOf(course))
    if (!version) throw new Error(`The version ${keyOf(course)} was not opened through current() or version()`)
    return version
  }

  /** A version that this program cannot read any more stops nothing: it is a fault like those of packages. */
  async function openServed(): Promise<RefusedPackage[]> {
    const found: Course[] = []
    const unopened: RefusedPackage[] = []
    for (const key of (await store.served()).filter(({ withdrawn }) => !withdrawn))
      try {
        const version = await open(key)
        if (version) found.push(version.course)
      } catch (error) {
        if (!(error instanceof UnreadableVersion)) throw error
        unopened.push({ course: key.id, served: undefined, faults: [unreadable(error)] })
      }
    current = new Map(found.sort(byArea).map((course) => [course.id, course]))
    return unopened
  }

  /** As words: the log blanks whatever is called a code. */
  function logRefused({ course, served, faults }: RefusedPackage): void {
    const first = faults.slice(0, 20).map((fault) => describeFault(fault, t.en))
    log.error({ course, served, count: faults.length, faults: first }, 'course package refused')
  }

  return {
    async importShipped() {
      const report = await importPackages({ store, clock, directory })
      const unopened = await openServed()
      refused = [...report.refused, ...unopened]
      refused.forEach(logRefused)
      report.imported.forEach((key) => log.info(key, 'course version imported'))
      report.withdrawn.forEach((id) => log.warn({ id }, 'course withdrawn: it is no longer shipped'))
      return { ...report, refused }
    },
    faults: () => refused,
    catalogue: () => [...current.values()],
    current: (id) => current.get(id),
    version: async (id, version) => (await open({ id, version }))?.course,
    text: (course, language) => of(course).text(language),
    modulePage: async (course, module, language) => of(course).modulePage(module, language) ?? missing(),
    quiz: (course, quiz) => of(course).quiz(quiz) ?? missing(),
    questionTexts: (course, quiz, language) => of(course).questionTexts(quiz, language) ?? missing(),
    media: (course, file) => of(course).media(file),
  }
}

function missing(): never {
  throw notFound()
}

const keyOf = ({ id, version }: VersionKey): string => `${id}@${version}`

const byArea = (a: Course, b: Course): number => areaOf(a) - areaOf(b) || a.id.localeCompare(b.id)

const areaOf = (course: Course): number => Math.min(...course.areas.map((area) => areas.indexOf(area)))
