import type { z } from 'zod'
import type { Language } from '../../base/languages.js'
import type { Report } from './faults.js'
import type { PackageFiles } from './files.js'
import {
  courseSchema,
  courseTextSchema,
  examinationSchema,
  frontMatterSchema,
  mediaSchema,
  moduleQuizSchema,
  quizWordsSchema,
  type CourseFile,
  type CourseTextFile,
  type FrontMatter,
  type MediaFile,
  type QuizFile,
  type QuizWords,
} from './schema.js'
import { checkShape } from './shape.js'
import { splitFrontMatter } from './front-matter.js'
import { readYaml, type Path } from './yaml.js'

/** A file that fits its schema, and the lines of its values. */
export interface Parsed<T> {
  file: string
  data: T
  lineOf(path: Path): number
}

/** A module's text: front matter and markdown, which begins on the line `bodyLine`. */
export interface ModuleSource extends Parsed<FrontMatter> {
  body: string
  bodyLine: number
}

export interface LanguageTexts {
  course: Parsed<CourseTextFile> | undefined
  modules: Map<string, ModuleSource>
  quizzes: Map<string, Parsed<QuizWords>>
}

/** A package taken apart. What is missing or does not fit is absent here and was reported. */
export interface CoursePackage {
  files: PackageFiles
  course: Parsed<CourseFile>
  /** `isReadable`: false where media.yaml is there and has faults, so that nothing is known of its pictures. */
  media: Parsed<MediaFile> & { isReadable: boolean }
  /** By module, and 'examination'. */
  quizzes: Map<string, Parsed<QuizFile>>
  texts: Map<Language, LanguageTexts>
}

/** The quizzes of a course: one a module, and the examination. */
export const quizNames = (course: Pick<CourseFile, 'modules'>): string[] => [...course.modules, 'examination']

export const mediaFile = 'media/media.yaml'

/**
 * Takes a package apart and reports every file that is missing or does not fit its schema.
 * @returns undefined where course.yaml, which names all the others, is not usable
 */
export function parsePackage(files: PackageFiles, report: Report): CoursePackage | undefined {
  const read = reader(files, report)
  const course = read.yaml('course.yaml', courseSchema)
  if (!course) return undefined
  const quizzes = read.each(quizNames(course.data), (quiz) =>
    read.yaml(`quizzes/${quiz}.yaml`, quiz === 'examination' ? examinationSchema : moduleQuizSchema),
  )
  const present = course.data.languages.filter((language, place) => {
    const found = [...files.keys()].some((path) => path.startsWith(`${language}/`))
    if (!found) report(course.file, course.lineOf(['languages', place]), 'missing-language', { language })
    return found
  })
  return {
    files,
    course,
    media: readMedia(read, files),
    quizzes,
    texts: new Map(present.map((language) => [language, readTexts(read, language, course.data)])),
  }
}

/** A course without pictures has no such file. */
function readMedia(read: Reader, files: PackageFiles): CoursePackage['media'] {
  const isThere = files.has(mediaFile)
  const media = isThere ? read.yaml(mediaFile, mediaSchema) : undefined
  if (media) return { ...media, isReadable: true }
  return { file: mediaFile, data: {}, lineOf: () => 1, isReadable: !isThere }
}

function readTexts(read: Reader, language: Language, course: CourseFile): LanguageTexts {
  return {
    course: read.yaml(`${language}/course.yaml`, courseTextSchema),
    modules: read.each(course.modules, (module) => read.module(`${language}/${module}.md`)),
    quizzes: read.each(quizNames(course), (quiz) => read.yaml(`${language}/quizzes/${quiz}.yaml`, quizWordsSchema)),
  }
}

type Reader = ReturnType<typeof reader>

function reader(files: PackageFiles, report: Report) {
  const textOf = (file: string): string | undefined => {
    const content = files.get(file)
    if (!content) report(file, 1, 'missing-file')
    return content && decode(content, () => report(file, 1, 'not-utf8'))
  }
  return {
    yaml<T>(file: string, schema: z.ZodType<T>): Parsed<T> | undefined {
      const text = textOf(file)
      if (text === undefined) return undefined
      const source = readYaml(text)
      const data = checkShape(schema, source, file, report)
      return data === undefined ? undefined : { file, data, lineOf: source.lineOf }
    },
    module(file: string): ModuleSource | undefined {
      const text = textOf(file)
      if (text === undefined) return undefined
      const parts = splitFrontMatter(text)
      if (!parts) return void report(file, 1, 'front-matter-missing')
      const source = readYaml(parts.yaml, 2)
      const data = checkShape(frontMatterSchema, source, file, report)
      return data && { file, data, lineOf: source.lineOf, body: parts.body, bodyLine: parts.bodyLine }
    },
    each<T>(names: string[], take: (name: string) => T | undefined): Map<string, T> {
      const taken = names.map((name) => [name, take(name)] as const)
      return new Map(taken.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
    },
  }
}

function decode(content: Buffer, fault: () => void): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return void fault()
  }
}
