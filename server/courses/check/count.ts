import type { Language } from '../../base/languages.js'
import type { CoursePackage } from '../package/parse.js'
import type { ModuleDocument } from './document.js'

/** How much a course has in one language. */
export interface LanguageCount {
  language: Language
  modules: number
  /** Words of running text, tables not counted. */
  words: number
  wordsByModule: Record<string, number>
  /** Questions of practice that have words. */
  questions: number
  examinationQuestions: number
}

const word = /[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*/gu

/** What each language of the package holds. */
export function countPackage({ course, texts }: CoursePackage, documents: ModuleDocument[]): LanguageCount[] {
  return course.data.languages.map((language) => {
    const own = documents.filter((document) => document.language === language)
    const words = own.map((document) => [document.module, wordsOf(document)] as const)
    const quizzes = [...(texts.get(language)?.quizzes ?? [])].map(
      ([name, { data }]) => [name, Object.keys(data.questions).length] as const,
    )
    return {
      language,
      modules: own.length,
      words: sum(words),
      wordsByModule: Object.fromEntries(words),
      questions: sum(quizzes.filter(([name]) => name !== 'examination')),
      examinationQuestions: sum(quizzes.filter(([name]) => name === 'examination')),
    }
  })
}

const sum = (entries: (readonly [string, number])[]): number => entries.reduce((total, [, count]) => total + count, 0)

function wordsOf({ tokens }: ModuleDocument): number {
  let inTable = false
  let words = 0
  for (const { token } of tokens) {
    if (token.type === 'table_open') inTable = true
    if (token.type === 'table_close') inTable = false
    if (token.type === 'inline' && !inTable)
      for (const { content } of token.children ?? []) words += content.match(word)?.length ?? 0
  }
  return words
}
