import type { Request } from 'express'
import { sectionCiting, type Course, type CourseText } from '../courses/index.js'
import type { FinishedAttempt, QuestionText } from '../quizzes/index.js'
import { moduleTitle } from './course-view.js'
import { feedbackOn, type Feedback, type QuestionFeedback } from './feedback.js'
import type { LearningPages } from './routes.js'
import { paths } from './where.js'

/** What an attempt's feedback tells, ready to be shown: `reading` after a failed examination, else `answers`. */
export async function feedbackView(
  pages: LearningPages,
  req: Request,
  course: Course,
  text: CourseText,
  attempt: FinishedAttempt,
) {
  const told = feedbackOn(course, await pages.learning.quizOf(attempt.ref), attempt)
  const taught = await whereTaught(pages, req, course, text)
  return told.kind === 'reading'
    ? { reading: readingView(req, course, text, told, taught) }
    : {
        answers: answerViews(
          told.questions,
          pages.courses.questionTexts(course, attempt.ref.quiz, req.language),
          taught,
        ),
      }
}

/** A provision with the way to the section of a module that teaches it. */
interface Taught {
  label: string
  /** Undefined where the module does not cite it. */
  href: string | undefined
}

type WhereTaught = (module: string, provision: string) => Taught

async function whereTaught({ courses }: LearningPages, req: Request, course: Course, text: CourseText) {
  const pages = await Promise.all(course.modules.map((module) => courses.modulePage(course, module, req.language)))
  return (module: string, provision: string): Taught => {
    const label = text.provisions[provision] ?? provision
    const page = pages.find((each) => each.module === module)
    const section = page && sectionCiting(page, label)
    return { label, href: section && req.link(paths.module(course.id, module, section)) }
  }
}

const readingView = (
  req: Request,
  course: Course,
  text: CourseText,
  { modules }: Feedback & { kind: 'reading' },
  taught: WhereTaught,
) =>
  modules.map(({ module, provisions }) => ({
    title: moduleTitle(text, module),
    href: req.link(paths.module(course.id, module)),
    provisions: inCourseOrder(text, provisions).map((provision) => taught(module, provision)),
  }))

/** Articles before Resolutions, as the course lists them. */
const inCourseOrder = (text: CourseText, provisions: string[]) =>
  Object.keys(text.provisions).filter((provision) => provisions.includes(provision))

const answerViews = (questions: QuestionFeedback[], texts: Record<string, QuestionText>, taught: WhereTaught) =>
  questions.map(({ id, module, chosen, missed, outcome, provision }) => {
    const words = (option: string) => texts[id]?.options[option] ?? { text: '', feedback: '' }
    return {
      text: texts[id]?.text ?? '',
      outcome,
      chosen: chosen.map(({ option, right }) => ({ ...words(option), right })),
      missed: missed.map(words),
      provision: taught(module, provision),
    }
  })
