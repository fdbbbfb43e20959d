import { signedIn } from '../accounts/index.js'
import type { Request, RequestHandler } from 'express'
import type { Course, CourseText } from '../courses/index.js'
import { notFound } from '../base/errors.js'
import { isFinished, pausedUntil, type FinishedAttempt, type QuestionText } from '../quizzes/index.js'
import { attemptOf } from './answers.js'
import { certificateIn, moduleTitle, nextView } from './course-view.js'
import { feedbackOn, type Feedback, type QuestionFeedback } from './feedback.js'
import type { LearningPages } from './routes.js'
import { examination } from './types.js'
import { paths } from './where.js'

/** GET /attempts/:attempt: the result, and what it teaches. An attempt that is open leads to its questions. */
export const resultPage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { learning, courses } = pages
    const account = signedIn(req).id
    const attempt = await learning.attempts.get(attemptOf(req), account)
    const { ref } = attempt
    if (!isFinished(attempt)) {
      res.redirect(303, req.link(paths.quiz(ref.course, ref.quiz)))
      return
    }
    const course = await courses.version(ref.course, ref.version)
    if (!course) throw notFound('no-such-course')
    const text = courses.text(course, req.language)
    res.page('learning/result', {
      ...outcome(req, course, text, attempt),
      ...(await whatNext(pages, req, course, text, attempt)),
      ...(await feedback(pages, req, course, text, attempt)),
    })
  }

function outcome(req: Request, course: Course, text: CourseText, { ref, result, finishedAt, number }: FinishedAttempt) {
  const isExamination = ref.quiz === examination
  const module = moduleTitle(text, ref.quiz)
  return {
    title: isExamination ? req.t('learning:result.examination') : req.t('learning:result.quiz', { module }),
    trail: [{ href: req.link(paths.course(course.id)), label: text.title }],
    isExamination,
    result,
    number,
    finishedAt,
    passMark: isExamination ? course.examination.passMark : course.moduleQuiz.passMark,
    noindex: true,
  }
}

/** The way on: the next step of the course, the certificate, or the quiz once more. */
async function whatNext(
  pages: LearningPages,
  req: Request,
  course: Course,
  text: CourseText,
  attempt: FinishedAttempt,
) {
  const { account, ref, result } = attempt
  const enrolment = await pages.learning.enrolment(account, course.id)
  const isExamination = ref.quiz === examination
  const certificate =
    isExamination && result.passed ? certificateIn(await pages.certificatesOf(account), course.id) : undefined
  return {
    next: nextView(req, { course, text, enrolment }, certificate),
    certificate,
    moduleHref: isExamination ? undefined : req.link(paths.module(course.id, ref.quiz)),
    againHref: req.link(paths.quiz(course.id, ref.quiz)),
    pausedUntil: isExamination
      ? pausedUntil(course.examination.pauseMinutes, [attempt], pages.clock.now())
      : pausedUntil(course.moduleQuiz.pauseMinutes, [attempt], pages.clock.now()),
  }
}

async function feedback(
  pages: LearningPages,
  req: Request,
  course: Course,
  text: CourseText,
  attempt: FinishedAttempt,
) {
  const told = feedbackOn(course, await pages.learning.quizOf(attempt.ref), attempt)
  return told.kind === 'reading'
    ? { reading: readingView(req, course, text, told) }
    : {
        answers: answerViews(text, told.questions, pages.courses.questionTexts(course, attempt.ref.quiz, req.language)),
      }
}

const readingView = (req: Request, course: Course, text: CourseText, { modules }: Feedback & { kind: 'reading' }) =>
  modules.map(({ module, provisions }) => ({
    title: moduleTitle(text, module),
    href: req.link(paths.module(course.id, module)),
    provisions: inCourseOrder(text, provisions),
  }))

/** Articles before Resolutions, as the course lists them. */
const inCourseOrder = (text: CourseText, provisions: string[]) =>
  Object.entries(text.provisions).flatMap(([provision, label]) => (provisions.includes(provision) ? [label] : []))

const answerViews = (text: CourseText, questions: QuestionFeedback[], texts: Record<string, QuestionText>) =>
  questions.map(({ id, chosen, correct, provision }, index) => ({
    number: index + 1,
    text: texts[id]?.text ?? '',
    correct,
    chosen: chosen.map((option) => ({
      text: texts[id]?.options[option]?.text ?? '',
      feedback: texts[id]?.options[option]?.feedback ?? '',
    })),
    provision: text.provisions[provision] ?? provision,
  }))
