import type { Course } from '../courses/index.js'
import type { Attempt, Question, QuestionText, Quiz } from '../quizzes/index.js'
import { answerField, shownField } from './schema.js'

/** What a quiz asks of people, told before it begins. */
export interface QuizRules {
  /** How many questions an attempt has. */
  questions: number
  passMark: number
  pauseMinutes: number
}

export const quizRules = ({ questions, draw, passMark, pauseMinutes }: Quiz): QuizRules => ({
  questions: modulesOf(questions)
    .map((module) => questions.filter((question) => question.module === module).length)
    .reduce((total, size) => total + Math.min(size, draw ?? size), 0),
  passMark,
  pauseMinutes,
})

export const examinationRules = (course: Course, quiz: Quiz) => ({
  ...quizRules(quiz),
  validMonths: course.certificate.validMonths,
})

const modulesOf = (questions: Question[]) => [...new Set(questions.map(({ module }) => module))]

/** A question as a page asks it: words, type and points; neither key nor feedback. */
export interface QuestionView {
  id: string
  number: number
  text: string
  points: number
  type: 'radio' | 'checkbox'
  multiple: boolean
  answerField: string
  shownField: string
  shown: string
  options: { id: string; text: string; chosen: boolean }[]
}

/** The questions of an open attempt, in its order, with what is chosen so far. */
export function questionViews(attempt: Attempt, quiz: Quiz, texts: Record<string, QuestionText>): QuestionView[] {
  const byId = new Map(quiz.questions.map((question) => [question.id, question]))
  return attempt.questions.map(({ id, options }, index) => {
    const multiple = byId.get(id)?.type === 'multiple'
    const chosen = attempt.answers[id] ?? []
    return {
      id,
      number: index + 1,
      text: texts[id]?.text ?? '',
      points: byId.get(id)?.points ?? 0,
      type: multiple ? 'checkbox' : 'radio',
      multiple,
      answerField: answerField(id),
      shownField: shownField(id),
      shown: chosen.join(' '),
      options: options.map((option) => ({
        id: option,
        text: texts[id]?.options[option]?.text ?? '',
        chosen: chosen.includes(option),
      })),
    }
  })
}
