import { signedIn } from '../accounts/index.js'
import type { Request, RequestHandler, Response } from 'express'
import { notFound } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import { attemptIdSchema, unanswered, type Attempt } from '../quizzes/index.js'
import { isConflict } from './actions.js'
import type { LearningPages } from './routes.js'
import { changedAnswersSchema, submitSchema } from './schema.js'
import { paths } from './where.js'

/** The id in an attempt's address. @throws AppError 404 'no-such-attempt' */
export function attemptOf(req: Request): string {
  const parsed = attemptIdSchema.safeParse(req.params['attempt'])
  if (!parsed.success) throw notFound('no-such-attempt')
  return parsed.data
}

/** POST: saves the answers that changed. The script of the page gets 204, or the address to go to with 409. */
export const saveAnswers =
  ({ learning }: LearningPages): RequestHandler =>
  async (req, res) => {
    const [id, account] = [attemptOf(req), signedIn(req).id]
    const attempt = await learning.attempts.get(id, account)
    try {
      await learning.attempts.save(id, account, parse(changedAnswersSchema, req.body))
    } catch (error) {
      if (!isConflict(error)) throw error
      alreadyFinished(req, res, id)
      return
    }
    if (isScript(req)) {
      res.status(204).end()
      return
    }
    req.notice('learning:notice.saved')
    res.redirect(303, req.link(quizOf(attempt)))
  }

/**
 * POST: submits. Where questions have no answer yet, the answers are saved and the page asks whether that is meant.
 * What was submitted before leads to its result.
 */
export const submitAnswers =
  ({ learning }: LearningPages): RequestHandler =>
  async (req, res) => {
    const [id, account] = [attemptOf(req), signedIn(req).id]
    const attempt = await learning.attempts.get(id, account)
    const answers = parse(changedAnswersSchema, req.body)
    const { anyway } = parse(submitSchema, req.body)
    const isBlank = unanswered({ ...attempt, answers: { ...attempt.answers, ...answers } }).length > 0
    if (attempt.state === 'open' && isBlank && !anyway) {
      await learning.attempts.save(id, account, answers)
      res.redirect(303, req.link(`${quizOf(attempt)}?check=1`))
      return
    }
    await learning.attempts.submit(id, account, attempt.state === 'open' ? answers : {})
    if (attempt.state === 'finished') req.notice('learning:notice.attempt-finished')
    res.redirect(303, req.link(paths.attempt(id)))
  }

const quizOf = ({ ref }: Attempt) => paths.quiz(ref.course, ref.quiz)

const isScript = (req: Request) => req.accepts(['html', 'json']) === 'json'

function alreadyFinished(req: Request, res: Response, id: string): void {
  const result = req.link(paths.attempt(id))
  if (isScript(req)) {
    res.status(409).json({ error: 'attempt-finished', href: result })
    return
  }
  req.notice('learning:notice.attempt-finished')
  res.redirect(303, result)
}
