import type { Question, Quiz } from '../../quizzes/index.js'
import type { Parsed } from '../package/parse.js'
import type { QuestionEntry, QuizFile } from '../package/schema.js'
import type { Course } from '../types.js'

/** The quizzes of a course by name: a module's slug, or 'examination'. They hold keys and stay on the server. */
export function quizzesOf(course: Course, quizzes: ReadonlyMap<string, Parsed<QuizFile>>): ReadonlyMap<string, Quiz> {
  return new Map([...quizzes].map(([name, { data }]) => [name, quizOf(course, name, data)]))
}

function quizOf(course: Course, name: string, { questions }: QuizFile): Quiz {
  const rules = name === 'examination' ? course.examination : course.moduleQuiz
  return {
    ref: { course: course.id, version: course.version, quiz: name },
    questions: questions.map((question) => questionOf(question, name)),
    passMark: rules.passMark,
    pauseMinutes: rules.pauseMinutes,
    draw: name === 'examination' ? course.examination.draw : undefined,
  }
}

function questionOf(entry: QuestionEntry, quiz: string): Question {
  const { id, type, points, provision } = entry
  const module = 'module' in entry ? entry.module : quiz
  return entry.type === 'true-false'
    ? { id, type, points, provision, module, options: ['true', 'false'], key: [String(entry.key)] }
    : { id, type, points, provision, module, options: entry.options, key: entry.key }
}
