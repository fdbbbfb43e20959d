import { collectFaults, type PackageFault } from '../package/faults.js'
import type { PackageFiles } from '../package/files.js'
import { mediaFile, parsePackage, quizNames, type CoursePackage } from '../package/parse.js'
import { countPackage, type LanguageCount } from './count.js'
import { checkCourse } from './course.js'
import { readDocuments } from './document.js'
import { checkExamination } from './examination.js'
import { checkMedia } from './media.js'
import { checkModules } from './modules.js'
import { checkPlaceholders } from './placeholders.js'
import { checkQuizzes } from './quizzes.js'
import { checkStructure } from './structure.js'
import { checkWords } from './words.js'

/** What a check found. `counts` are there as far as the package could be read. */
export interface PackageCheck {
  id: string
  version: string | undefined
  faults: PackageFault[]
  counts: LanguageCount[]
}

/**
 * Checks a package whole: shapes, references, words, languages.
 * @param name the folder's name, which is the course's id
 */
export function checkPackage(name: string, files: PackageFiles): PackageCheck {
  const { report, faults } = collectFaults()
  const source = parsePackage(files, report)
  checkPlaceholders(files, report)
  if (!source) return { id: name, version: undefined, faults: faults(), counts: [] }
  if (source.course.data.id !== name)
    report(source.course.file, source.course.lineOf(['id']), 'folder-name', { id: source.course.data.id, folder: name })
  const documents = readDocuments(source)
  checkFiles(source, (file) => report(file, 1, 'unknown-file'))
  checkCourse(source, report)
  checkMedia(source, documents, report)
  checkModules(source, documents, report)
  checkStructure(source, documents, report)
  checkQuizzes(source, report)
  checkWords(source, report)
  checkExamination(source, report)
  return {
    id: name,
    version: source.course.data.version,
    faults: faults(),
    counts: countPackage(source, documents),
  }
}

/** Every file has a place in the format: what has none was misnamed, or does not belong to the course. */
function checkFiles({ files, course, media }: CoursePackage, unknown: (file: string) => void): void {
  const quizzes = quizNames(course.data).map((quiz) => `quizzes/${quiz}.yaml`)
  const texts = ['course.yaml', ...quizzes, ...course.data.modules.map((module) => `${module}.md`)]
  const pictures = Object.values(media.data).flatMap(({ file }) => Object.values(file))
  const known = new Set([
    ...['course.yaml', ...quizzes, mediaFile],
    ...course.data.languages.flatMap((language) => texts.map((text) => `${language}/${text}`)),
    ...pictures.map((picture) => `media/${picture}`),
  ])
  // What one file's fault keeps from being known is no fault of others.
  const isOpen = (file: string) => file.startsWith('media/') && !media.isReadable
  ;[...files.keys()].filter((file) => !known.has(file) && !isOpen(file)).forEach(unknown)
}
