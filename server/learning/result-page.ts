import { signedIn } from '../accounts/index.js'
import type { Request, RequestHandler } from 'express'
import type { Course, CourseText } from '../courses/index.js'
import { notFound } from '../base/errors.js'
import { isFinished, pausedUntil, type FinishedAttempt } from '../quizzes/index.js'
import { attemptOf } from './answers.js'
import { certificateIn, moduleState, moduleTitle, nextView } from './course-view.js'
import { failedExamination } from './failed-examination.js'
import { feedbackView } from './feedback-view.js'
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
      ...(await feedbackView(pages, req, course, text, attempt)),
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
  const rules = isExamination ? course.examination : course.moduleQuiz
  const now = pages.clock.now()
  const certificate =
    isExamination && result.passed ? certificateIn(await pages.certificatesOf(account), course.id) : undefined
  const failed = await failedExamination(pages, req, course, enrolment)
  return {
    next: nextView(req, { course, text, enrolment }, { certificate, failed }),
    module: isExamination || !result.passed ? undefined : moduleState(enrolment?.modules[ref.quiz]),
    certificate,
    moduleHref: isExamination ? undefined : req.link(paths.module(course.id, ref.quiz)),
    againHref: req.link(paths.quiz(course.id, ref.quiz)),
    pausedUntil: pausedUntil(rules.pauseMinutes, [attempt], now),
    now,
  }
}
