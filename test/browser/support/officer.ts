import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Course } from '../../../server/courses/index.js'
import type { Quiz } from '../../../server/quizzes/index.js'
import { password } from '../../support/cast.js'
import type { TestPlatform } from '../../support/platform.js'
import type { Visitor } from './visitor.js'

/** What an officer does, step by step, with the forms and links that the pages offer. */

export async function register({ page, t, language }: Visitor, { name, email }: { name: string; email: string }) {
  await page.getByLabel(t('accounts:field.name'), { exact: true }).fill(name)
  await page.getByLabel(t('accounts:field.email'), { exact: true }).fill(email)
  await page.getByLabel(t('accounts:field.party'), { exact: true }).selectOption('KE')
  await page.getByLabel(t('accounts:field.agency'), { exact: true }).selectOption('customs')
  await page.getByLabel(t('accounts:field.language'), { exact: true }).selectOption(language)
  await page.getByRole('button', { name: t('accounts:register.action') }).click()
  await page.waitForURL(/\/register\/sent$/)
}

/** The link in the letter that came last to an address. */
export async function letterLink({ college, dataDir }: TestPlatform, email: string): Promise<string> {
  await college.accounts.settled()
  const folder = join(dataDir, 'mail')
  const names = (await readdir(folder)).sort()
  const letters = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const link = /https?:\S+/.exec(letters.findLast((letter) => letter.includes(`To: ${email}`)) ?? '')?.[0]
  if (!link) throw new Error(`No letter with a link came to ${email}`)
  return link
}

export async function choosePassword({ page, t }: Visitor): Promise<void> {
  await page.getByLabel(t('accounts:field.newPassword'), { exact: true }).fill(password)
  await page.getByLabel(t('accounts:field.passwordAgain'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('accounts:choosePassword.action') }).click()
  await page.waitForURL(/\/learning$/)
}

export function currentCourse({ college }: TestPlatform): Course {
  const course = college.courses.current('permits')
  if (!course) throw new Error('The permits course was not imported')
  return course
}

/** Chooses an answer to every question of the page: all right, or all wrong. */
export async function answer({ page }: Visitor, quiz: Quiz, how: 'right' | 'wrong'): Promise<void> {
  for (const question of await page.locator('fieldset.question').all()) {
    const id = ((await question.getAttribute('id')) ?? '').replace('question-', '')
    const { key = [] } = quiz.questions.find((one) => one.id === id) ?? {}
    const offered = await question
      .locator('input[name^="answer-"]')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))
    const chosen = how === 'right' ? key : offered.filter((option) => !key.includes(option)).slice(0, 1)
    for (const option of chosen.length > 0 ? chosen : offered.slice(0, 1))
      await question.locator(`input[value="${option}"]`).check()
  }
}

/** From the page before a quiz to its result. */
export async function takeQuiz(visitor: Visitor, quiz: Quiz, start: string, how: 'right' | 'wrong'): Promise<void> {
  await visitor.press(start)
  await answer(visitor, quiz, how)
  await visitor.press('learning:quiz.submit')
  await visitor.page.waitForURL(/\/attempts\//)
}

/** Reads a module to its end, which leads to its quiz, and passes that. */
export async function completeModule(visitor: Visitor, quiz: Quiz): Promise<void> {
  await visitor.press('learning:module.read')
  await visitor.page.waitForURL(/\/quiz$/)
  await takeQuiz(visitor, quiz, 'learning:quiz.start', 'right')
}
