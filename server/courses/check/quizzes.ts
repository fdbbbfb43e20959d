import type { Report } from '../package/faults.js'
import type { CoursePackage, Parsed } from '../package/parse.js'
import type { QuestionEntry, QuizFile } from '../package/schema.js'
import type { Rule } from '../package/rules.js'

/** So many questions of practice a module has at least: a quiz that is repeated must not become a list learnt by heart. */
export const leastQuestions = 12

/** The language-free part of the quizzes: ids, keys, provisions, numbers. */
export function checkQuizzes({ course, quizzes }: CoursePackage, report: Report): void {
  const ids = new Map<string, string>()
  for (const [name, quiz] of quizzes) {
    quiz.data.questions.forEach((question: QuestionEntry, place) => {
      const fault = (key: string, code: Rule, params: Record<string, string | number>) =>
        report(quiz.file, quiz.lineOf(['questions', place, key]), code, { question: question.id, ...params })
      const other = ids.get(question.id)
      if (other) fault('id', 'question-id-twice', { other })
      ids.set(question.id, quiz.file)
      if (!course.data.provisions.includes(question.provision))
        fault('provision', 'unknown-provision', { provision: question.provision })
      checkKey(question, fault)
      if ('module' in question && !course.data.modules.includes(question.module))
        fault('module', 'unknown-module', { module: question.module })
    })
    checkNumber(name, quiz, course, report)
  }
}

type KeyFault = (key: string, code: Rule, params: Record<string, string | number>) => void

function checkKey(question: QuestionEntry, fault: KeyFault): void {
  if (question.type === 'true-false') return
  const { options, key, type } = question
  for (const option of key.filter((each) => !options.includes(each))) fault('key', 'key-without-option', { option })
  if (type === 'single' && key.length > 1) fault('key', 'one-key', {})
  if (type === 'multiple' && key.length >= options.length) fault('key', 'all-keys', {})
}

function checkNumber(name: string, quiz: Parsed<QuizFile>, course: CoursePackage['course'], report: Report): void {
  const { questions } = quiz.data
  if (name !== 'examination') {
    if (questions.length < leastQuestions)
      report(quiz.file, 1, 'too-few-questions', { found: questions.length, least: leastQuestions })
    return
  }
  const least = course.data.examination.draw
  for (const module of course.data.modules) {
    const found = questions.filter((question) => 'module' in question && question.module === module).length
    if (found < least) report(quiz.file, 1, 'pool-too-small', { module, found, least })
  }
}
