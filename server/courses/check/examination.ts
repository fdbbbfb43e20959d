import type { Report } from '../package/faults.js'
import type { CoursePackage, LanguageTexts } from '../package/parse.js'
import { normalized } from './normalized.js'

/** No question is asked twice; above all, the examination asks nothing that practice has asked. */
export function checkExamination({ texts }: CoursePackage, report: Report): void {
  for (const text of texts.values()) checkLanguage(text, report)
}

function checkLanguage({ quizzes }: LanguageTexts, report: Report): void {
  const seen = new Map<string, string>()
  // The examination stands last, so that it is the one that repeats.
  for (const [name, { file, data, lineOf }] of quizzes) {
    const code = name === 'examination' ? 'examination-repeats-practice' : 'question-repeated'
    for (const [question, { text }] of Object.entries(data.questions)) {
      const other = seen.get(normalized(text))
      if (other) report(file, lineOf(['questions', question, 'text']), code, { question, other })
      else seen.set(normalized(text), question)
    }
  }
}
