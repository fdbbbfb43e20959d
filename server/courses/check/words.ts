import type { Report } from '../package/faults.js'
import type { CoursePackage, Parsed } from '../package/parse.js'
import type { QuestionEntry, QuizWords } from '../package/schema.js'
import type { Rule } from '../package/rules.js'
import { checkLine } from './inline.js'
import { normalized } from './normalized.js'

type Words = QuizWords['questions'][string]
type OptionFault = (code: Rule, option: string, path: string[]) => void

/** The words of the quizzes: every question and option has them, in every language, and nothing else does. */
export function checkWords({ quizzes, texts }: CoursePackage, report: Report): void {
  for (const text of texts.values())
    for (const [name, words] of text.quizzes) {
      const questions = quizzes.get(name)?.data.questions
      if (questions) checkQuiz(words, questions, report)
    }
}

function checkQuiz(words: Parsed<QuizWords>, questions: QuestionEntry[], report: Report): void {
  const { file, data, lineOf } = words
  for (const question of questions)
    if (!Object.hasOwn(data.questions, question.id))
      report(file, lineOf(['questions']), 'question-without-words', { question: question.id })
  for (const [id, entry] of Object.entries(data.questions)) {
    const question = questions.find((each) => each.id === id)
    if (question) checkQuestion(words, question, entry, report)
    else report(file, lineOf(['questions', id]), 'words-without-question', { question: id })
  }
}

/** A text of a question: what it says and the keys that lead to it in its file. */
type LineCheck = (text: string | undefined, path: string[]) => void

function checkQuestion(
  { file, lineOf }: Parsed<QuizWords>,
  question: QuestionEntry,
  words: Words,
  report: Report,
): void {
  const line = (path: string[]) => lineOf(['questions', question.id, ...path])
  const fault: OptionFault = (code, option, path) => report(file, line(path), code, { question: question.id, option })
  const lineCheck: LineCheck = (text, path) => text !== undefined && checkLine(text, file, line(path), report)
  lineCheck(words.text, ['text'])
  checkOptions(question, words.options, fault, lineCheck)
  reportAlike(words.options, (option) => fault('options-alike', option, ['options', option]))
}

function checkOptions(
  question: QuestionEntry,
  words: Words['options'],
  fault: OptionFault,
  lineCheck: LineCheck,
): void {
  const trueFalse = question.type === 'true-false'
  const options: string[] = trueFalse ? ['true', 'false'] : question.options
  for (const option of options) if (!Object.hasOwn(words, option)) fault('option-without-words', option, ['options'])
  for (const [option, { text, feedback }] of Object.entries(words)) {
    const path = ['options', option]
    if (!options.includes(option)) fault('words-without-option', option, path)
    if (text === undefined && !trueFalse) fault('option-without-words', option, path)
    if (text !== undefined && trueFalse) fault('true-false-text', option, [...path, 'text'])
    if (feedback === undefined) fault('option-without-feedback', option, path)
    lineCheck(text, [...path, 'text'])
    lineCheck(feedback, [...path, 'feedback'])
  }
}

/** Two options of the same words cannot both be marked; the later one is the fault. */
function reportAlike(options: Words['options'], fault: (option: string) => void): void {
  const seen = new Set<string>()
  for (const [option, { text }] of Object.entries(options)) {
    if (text === undefined) continue
    if (seen.has(normalized(text))) fault(option)
    seen.add(normalized(text))
  }
}
