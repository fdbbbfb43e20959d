import type { Browser, College } from './college.js'

/** The attempt whose questions a page shows; empty: none. */
export const attemptIn = (html: string) => /action="\/en\/attempts\/([^/]+)\/submit"/.exec(html)?.[1] ?? ''
/** The fields of every question on a page, each with its options as shown. */
export const fieldsIn = (html: string) =>
  [...html.matchAll(/<fieldset[^>]*id="question-([^"]+)"[\s\S]*?<\/fieldset>/g)].map(([text, id = '']) => ({
    id,
    type: /type="(radio|checkbox)"/.exec(text)?.[1],
    options: [...text.matchAll(/name="answer-[^"]+" value="([^"]+)"/g)].map((match) => match[1]!),
    chosen: [...text.matchAll(/value="([^"]+)" checked/g)].map((match) => match[1]!),
  }))

/** The fields of a form with the right answers to what a page asks. */
export function rightAnswers(college: College, html: string, quiz: string) {
  const { questions } = college.courses.quiz(college.course(), quiz)
  return Object.fromEntries(
    fieldsIn(html).flatMap(({ id }) => [
      [`shown-${id}`, ''],
      [`answer-${id}`, questions.find((question) => question.id === id)?.key ?? []],
    ]),
  )
}
/** Somebody who has begun the small course. */
export async function enrolled(college: College, account: string): Promise<Browser> {
  const browser = college.browser(account)
  await browser.get('/en/courses/small')
  await browser.submit('/en/courses/small/enrolment')
  return browser
}
export async function start(browser: Browser, path: string) {
  await browser.get(path)
  return browser.submit(path)
}
/** Takes a quiz with right answers. @returns the page of its result */
export async function pass(college: College, browser: Browser, path: string, quiz: string) {
  const { text } = await start(browser, path)
  return browser.submit(`/en/attempts/${attemptIn(text)}/submit`, rightAnswers(college, text, quiz))
}
export async function completeModules(college: College, browser: Browser) {
  for (const module of ['first', 'second']) {
    await browser.get(`/en/courses/small/modules/${module}`)
    await browser.submit(`/en/courses/small/modules/${module}/read`)
    await pass(college, browser, `/en/courses/small/modules/${module}/quiz`, module)
  }
}
export const quizPath = '/en/courses/small/modules/first/quiz'
export const examinationPath = '/en/courses/small/examination'
