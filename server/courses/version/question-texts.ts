import type { Language } from '../../base/languages.js'
import type { Question, QuestionText, Quiz } from '../../quizzes/index.js'
import type { QuizWords } from '../package/schema.js'
import { inLanguage, marked } from './fallback.js'
import type { Reading } from './reading.js'

type Words = QuizWords['questions'][string]
/** By language and by quiz. */
type QuizTexts = ReadonlyMap<Language, ReadonlyMap<string, QuizWords>>

/**
 * Makes the words of a course's quizzes, each once a language. They hold no keys: what a page is given to print
 * cannot tell it which option is right. Feedback stands apart from each option's text, and a page that is shown
 * before marking prints only the texts.
 */
export function questionTexts(quizzes: ReadonlyMap<string, Quiz>, texts: QuizTexts, reading: Reading) {
  const made = new Map<string, Record<string, QuestionText>>()
  return (name: string, language: Language): Record<string, QuestionText> | undefined => {
    const quiz = quizzes.get(name)
    if (!quiz) return undefined
    const key = `${language}/${name}`
    const words = made.get(key) ?? wordsOf(quiz, texts, language, reading)
    made.set(key, words)
    return words
  }
}

function wordsOf(
  quiz: Quiz,
  texts: QuizTexts,
  asked: Language,
  { renderer, t }: Reading,
): Record<string, QuestionText> {
  const entries = quiz.questions.flatMap((question) => {
    const found = inLanguage(texts, asked, (quizzes) => ownWords(quizzes.get(quiz.ref.quiz), question.id))
    if (!found) return []
    const html = (markdown: string) => marked(renderer.line(markdown), 'span', found.language, asked)
    const trueFalse = (option: string) => t[asked](`courses:trueFalse.${option}`)
    return [[question.id, questionText(question, found.value, html, trueFalse)] as const]
  })
  return Object.fromEntries(entries)
}

const ownWords = (words: QuizWords | undefined, id: string): Words | undefined =>
  words && Object.hasOwn(words.questions, id) ? words.questions[id] : undefined

function questionText(
  question: Question,
  words: Words,
  html: (markdown: string) => string,
  trueFalse: (option: string) => string,
): QuestionText {
  const options = question.options.map((option) => {
    const { text, feedback } = words.options[option] ?? {}
    const label = question.type === 'true-false' ? trueFalse(option) : html(text ?? '')
    return [option, { text: label, feedback: html(feedback ?? '') }] as const
  })
  return { text: html(words.text), options: Object.fromEntries(options) }
}
