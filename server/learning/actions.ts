import { signedIn } from '../accounts/index.js'
import type { Request, RequestHandler, Response } from 'express'
import { AppError, notFound } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import { nextStep } from './next-step.js'
import type { LearningPages } from './routes.js'
import { enrolSchema, placeSchema } from './schema.js'
import { examination } from './types.js'
import { moduleOf, paths, where } from './where.js'

/** POST: enrols, and goes to the first thing to do. */
export const beginCourse =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { id: account } = signedIn(req)
    const { move } = parse(enrolSchema, req.body)
    const here = await where(pages, req)
    const course = (move && pages.courses.current(here.course.id)) || here.course
    const { language } = req
    const enrolment = await pages.learning.enrol({ account, course, language, move: move !== undefined })
    const next = nextStep(course, enrolment)
    res.redirect(303, req.link(next.kind === 'read' ? paths.module(course.id, next.module) : paths.course(course.id)))
  }

/** POST: the module was read to its end. Sent again, it changes nothing. */
export const readModule =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { course, enrolment } = await where(pages, req)
    const module = moduleOf(req, course)
    if (!enrolment) {
      notEnrolled(req, res, course.id)
      return
    }
    await pages.learning.markRead(enrolment, module, req.language)
    const isPassed = enrolment.modules[module]?.passedAt !== undefined
    req.notice(isPassed ? 'learning:notice.complete' : 'learning:notice.read')
    res.redirect(303, req.link(isPassed ? paths.course(course.id) : paths.quiz(course.id, module)))
  }

/** POST by the page's script: which section is being read. */
export const keepPlace =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { section } = parse(placeSchema, req.body)
    const { course, enrolment } = await where(pages, req)
    const module = moduleOf(req, course)
    const sections = (await pages.courses.modulePage(course, module, req.language)).sections
    if (!sections.some(({ id }) => id === section)) throw notFound('no-such-section')
    if (enrolment) await pages.learning.keepPlace(enrolment, { module, section })
    res.status(204).end()
  }

/** POST: starts an attempt, or finds the open one; both lead to the page with its questions. */
export const startQuiz =
  (pages: LearningPages): RequestHandler =>
  async (req, res) => {
    const { id: account } = signedIn(req)
    const { course } = await where(pages, req)
    const quiz = req.params['module'] === undefined ? examination : moduleOf(req, course)
    const page = paths.quiz(course.id, quiz)
    try {
      await pages.learning.startQuiz({ account, course, quiz, language: req.language })
    } catch (error) {
      if (!isConflict(error)) throw error
      if (error.code === 'not-enrolled') {
        notEnrolled(req, res, course.id)
        return
      }
      req.notice(`learning:notice.${error.code}`)
    }
    res.redirect(303, req.link(page))
  }

/** A state that changed in the meantime is no error of the reader: the page that follows shows the present one. */
export const isConflict = (error: unknown): error is AppError => error instanceof AppError && error.status === 409

function notEnrolled(req: Request, res: Response, course: string): void {
  req.notice('learning:notice.not-enrolled')
  res.redirect(303, req.link(paths.course(course)))
}
