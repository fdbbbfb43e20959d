import type { Language } from '../../base/languages.js'
import type { LanguageTexts } from '../package/parse.js'
import type { CourseFile } from '../package/schema.js'
import type { Course, CourseText } from '../types.js'

/** The contract's shape of course.yaml. */
export function courseOf(file: CourseFile, contentHash: string): Course {
  const { id, version, areas, audience, languages, hours, modules, examination, certificate, checked } = file
  return {
    ...{ id, version, areas, audience, languages, hours, modules, checked, contentHash },
    moduleQuiz: { passMark: file.module_quiz.pass_mark, pauseMinutes: file.module_quiz.pause_minutes },
    examination: {
      draw: examination.draw,
      passMark: examination.pass_mark,
      pauseMinutes: examination.pause_minutes,
    },
    certificate: {
      validMonths: certificate.valid_months,
      renewalWindowMonths: certificate.renewal_window_months,
    },
  }
}

/** The words of a course by language, its first language first. */
export function courseTexts(course: Course, texts: ReadonlyMap<Language, LanguageTexts>): Map<Language, CourseText> {
  const entries = [...texts].flatMap(([language, text]) =>
    text.course ? [[language, textOf(course, language, text, text.course.data)] as const] : [],
  )
  return new Map(entries)
}

function textOf(
  course: Course,
  language: Language,
  { modules }: LanguageTexts,
  words: Omit<CourseText, 'language' | 'modules'>,
): CourseText {
  const titled = course.modules.flatMap((slug) => {
    const front = modules.get(slug)?.data
    return front ? [[slug, front] as const] : []
  })
  return { ...words, language, modules: Object.fromEntries(titled) }
}
