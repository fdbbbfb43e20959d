import { extname } from 'node:path'
import type { Language } from '../../base/languages.js'
import type { Quiz, QuestionText } from '../../quizzes/index.js'
import { collectFaults } from '../package/faults.js'
import { contentHash, type PackageFiles } from '../package/files.js'
import { parsePackage, type CoursePackage } from '../package/parse.js'
import { pictureTypes } from '../package/schema.js'
import type { Course, CourseText, ModulePage } from '../types.js'
import { courseOf, courseTexts } from './course.js'
import { inLanguage } from './fallback.js'
import { modulePages } from './module-page.js'
import { questionTexts } from './question-texts.js'
import { quizzesOf } from './quiz.js'
import type { Reading } from './reading.js'

/** A file of a course's `media/`, ready to be sent. */
export interface Media {
  /** A MIME type. */
  type: string
  content: Buffer
}

/** A version of a course opened for reading: it never changes, so each part is made once. */
export interface CourseVersion {
  course: Course
  text(language: Language): CourseText
  /** Undefined where the course has no such module. */
  modulePage(module: string, language: Language): ModulePage | undefined
  /** With keys: for marking only. Undefined where the course has no such quiz. */
  quiz(name: string): Quiz | undefined
  questionTexts(quiz: string, language: Language): Record<string, QuestionText> | undefined
  /** Only files that media.yaml names. */
  media(file: string): Media | undefined
}

/** A stored version that this program cannot read: it passed the check of another one. */
export class UnreadableVersion extends Error {
  override readonly name = 'UnreadableVersion'
}

/**
 * Opens a version.
 * @throws UnreadableVersion where the files are no package: those in the database passed the check when they came
 */
export function openVersion(files: PackageFiles, reading: Reading): CourseVersion {
  const { report, faults } = collectFaults()
  const source = parsePackage(files, report)
  const [fault] = faults()
  if (!source || fault) throw new UnreadableVersion(`${fault?.file}:${fault?.line} ${fault?.code}`)
  const course = courseOf(source.course.data, contentHash(files))
  const texts = courseTexts(course, source.texts)
  const quizzes = quizzesOf(course, source.quizzes)
  const media = mediaOf(source)
  // Values alone: the lines of the files, which only checks need, would be kept in memory with them.
  const bodies = mapValues(source.texts, ({ modules }) => mapValues(modules, ({ body }) => body))
  const words = mapValues(source.texts, ({ quizzes }) => mapValues(quizzes, ({ data }) => data))
  return {
    course,
    text(language) {
      const found = inLanguage(texts, language, (text) => text)
      if (!found) throw new Error(`The course ${course.id} ${course.version} has no text`)
      return found.value
    },
    modulePage: modulePages(course, { bodies, media: source.media.data }, reading),
    quiz: (name) => quizzes.get(name),
    questionTexts: questionTexts(quizzes, words, reading),
    media: (file) => media.get(file),
  }
}

const mapValues = <K, V, W>(map: ReadonlyMap<K, V>, change: (value: V) => W): ReadonlyMap<K, W> =>
  new Map([...map].map(([key, value]) => [key, change(value)]))

function mediaOf({ files, media }: CoursePackage): ReadonlyMap<string, Media> {
  const named = new Set(Object.values(media.data).flatMap(({ file }) => Object.values(file)))
  return new Map(
    [...named].flatMap((name) => {
      const content = files.get(`media/${name}`)
      const type = pictureTypes[extname(name).slice(1)]
      return content && type ? [[name, { type, content }] as const] : []
    }),
  )
}
