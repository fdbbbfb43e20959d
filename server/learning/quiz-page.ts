import type { Request, RequestHandler } from 'express'
import { pausedUntil, unanswered, type Attempt, type AttemptSummary, type Quiz } from '../quizzes/index.js'
import { certificateIn, moduleTitle } from './course-view.js'
import { incompleteModules } from './progress.js'
import { examinationRules, questionViews } from './quiz-view.js'
import type { LearningPages } from './routes.js'
import { examination, type Enrolment } from './types.js'
import { moduleOf, paths, where, type Where } from './where.js'

/** A quiz that a person came to, and how far they are with it. */
interface AtQuiz extends Where {
  enrolment: Enrolment
  name: string
  quiz: Quiz
}

/** GET the quiz of a module, or the examination: its rules and the way to begin, or the questions of the open attempt. */
export const quizPage =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const here = await where(pages, req)
    const { course, enrolment } = here
    const name = req.params['module'] === undefined ? examination : moduleOf(req, course)
    if (!enrolment) {
      req.notice('learning:notice.not-enrolled')
      res.redirect(303, req.link(paths.course(course.id)))
      return
    }
    const at = { ...here, enrolment, name, quiz: pages.courses.quiz(course, name) }
    const open = await pages.learning.attempts.open(enrolment.account, at.quiz.ref)
    if (open) res.page('learning/questions', { ...frame(req, at), ...questions(pages, req, at, open) })
    else res.page('learning/quiz', { ...frame(req, at), ...(await beforeStart(pages, req, at)) })
  }

/** What both pages show around the quiz. */
function frame(req: Request, { course, text, name }: AtQuiz) {
  const courseHref = req.link(paths.course(course.id))
  const isExamination = name === examination
  const module = { href: req.link(paths.module(course.id, name)), label: moduleTitle(text, name) }
  return {
    title: isExamination ? req.t('learning:examination.title') : req.t('learning:quiz.title', { module: module.label }),
    trail: [{ href: courseHref, label: text.title }, ...(isExamination ? [] : [module])],
    isExamination,
    courseHref,
    courseTitle: text.title,
    module,
  }
}

function questions({ courses }: LearningPages, req: Request, { course, name, quiz }: AtQuiz, attempt: Attempt) {
  const views = questionViews(attempt, quiz, courses.questionTexts(course, name, req.language))
  const blank = req.query['check'] === undefined ? [] : unanswered(attempt)
  const path = paths.attempt(attempt.id)
  return {
    script: 'learning.js',
    attempt,
    questions: views,
    saved: views.length - unanswered(attempt).length,
    passMark: quiz.passMark,
    quizHref: req.link(paths.quiz(course.id, name)),
    resultHref: req.link(path),
    submitHref: req.link(`${path}/submit`),
    answersHref: req.link(`${path}/answers`),
    blank: views.filter(({ id }) => blank.includes(id)),
  }
}

async function beforeStart(pages: LearningPages, req: Request, at: AtQuiz) {
  const { course, enrolment, name, quiz } = at
  const history = await pages.learning.attempts.history(enrolment.account, quiz.ref)
  const now = pages.clock.now()
  return {
    rules: examinationRules(course, quiz),
    history: history.map((attempt) => ({ ...attempt, href: req.link(paths.attempt(attempt.id)) })).reverse(),
    startHref: req.link(paths.quiz(course.id, name)),
    pausedUntil: pausedUntil(quiz.pauseMinutes, history, now),
    now,
    ...(name === examination ? await examinationState(pages, req, at, history) : {}),
  }
}

/** What keeps the examination closed: modules that are not complete; or that it is passed, and not to be renewed now. */
async function examinationState(pages: LearningPages, req: Request, at: AtQuiz, history: AttemptSummary[]) {
  const { course, text, enrolment } = at
  const missing = incompleteModules(course, enrolment).map((slug) => ({
    title: moduleTitle(text, slug),
    href: req.link(paths.module(course.id, slug)),
  }))
  if (!history.some(({ result }) => result?.passed)) return { missing }
  const [certificates, renewal] = await Promise.all([
    pages.certificatesOf(enrolment.account),
    pages.mayRenew(enrolment.account, course.id, course.version),
  ])
  const certificate = certificateIn(certificates, course.id)
  return { missing, passed: !renewal, renewal, certificateHref: certificate && req.link(certificate.href) }
}
