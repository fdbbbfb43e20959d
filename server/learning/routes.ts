import { Router } from 'express'
import { requirePerson } from '../accounts/index.js'
import type { Clock } from '../base/clock.js'
import type { Courses } from '../courses/index.js'
import { beginCourse, readModule, keepPlace, startQuiz } from './actions.js'
import { saveAnswers, submitAnswers } from './answers.js'
import { cataloguePage, homePage } from './catalogue-page.js'
import { coursePage } from './course-page.js'
import type { Learning } from './learning.js'
import { modulePage } from './module-page.js'
import { myLearningPage } from './my-learning-page.js'
import { quizPage } from './quiz-page.js'
import { resultPage } from './result-page.js'
import type { HeldCertificate } from './types.js'

/** What the pages of learning need. */
export interface LearningPages {
  learning: Learning
  courses: Courses
  clock: Clock
  /** The certificates of a person, the newest first. */
  certificatesOf(account: string): Promise<HeldCertificate[]>
  /** Whether a passed examination may be taken again now. */
  mayRenew(account: string, course: string, version: string): Promise<boolean>
}

/**
 * The pages of learning, mounted under each language. Catalogue, courses and their texts are public: what the
 * Convention asks for is no secret. Progress, quizzes and the examination need a sign-in.
 */
export function learningRoutes(pages: LearningPages): Router {
  const router = Router()
  router.get('/', homePage(pages))
  router.get('/courses', cataloguePage(pages))
  router.get('/courses/:course', coursePage(pages))
  router.post('/courses/:course/enrolment', requirePerson, beginCourse(pages))
  router.get('/courses/:course/modules/:module', modulePage(pages))
  router.post('/courses/:course/modules/:module/read', requirePerson, readModule(pages))
  router.post('/courses/:course/modules/:module/place', requirePerson, keepPlace(pages))
  router.get('/courses/:course/modules/:module/quiz', requirePerson, quizPage(pages))
  router.post('/courses/:course/modules/:module/quiz', requirePerson, startQuiz(pages))
  router.get('/courses/:course/examination', requirePerson, quizPage(pages))
  router.post('/courses/:course/examination', requirePerson, startQuiz(pages))
  router.get('/attempts/:attempt', requirePerson, resultPage(pages))
  router.post('/attempts/:attempt/answers', requirePerson, saveAnswers(pages))
  router.post('/attempts/:attempt/submit', requirePerson, submitAnswers(pages))
  router.get('/learning', requirePerson, myLearningPage(pages))
  return router
}
