import type { Browser, Locator, Page } from 'playwright-core'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { answer, currentCourse } from './support/officer.js'
import { learners } from './support/scene.js'
import { visit, type Visitor } from './support/visitor.js'

const quizPath = '/courses/permits/modules/exemptions/quiz'

describe('whatever is done twice counts once', () => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast
  let officer: Visitor

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  afterEach(async () => {
    expect(officer.complaints()).toEqual([])
    await officer.leave()
  })

  const quizOf = (name: string) => platform.college.courses.quiz(currentCourse(platform), name)
  const attemptsOf = async (account: string, quiz: string) =>
    (await platform.college.learning.attempts.of(account)).filter(({ ref }) => ref.quiz === quiz)

  /** How often each verb was said of a quiz or its questions, or of a certificate. */
  async function said(account: string, of: string): Promise<Record<string, number>> {
    const agent = { account: { homePage: platform.settings.iriBase, name: account } }
    const { statements } = await platform.college.lrs.find({ agent })
    const verbs = statements
      .map(({ statement }) => statement)
      .filter(({ object }) => String(object.id).includes(of))
      .map(({ verb }) => String(verb.id.split('/').at(-1)))
    return Object.fromEntries([...new Set(verbs)].map((verb) => [verb, verbs.filter((one) => one === verb).length]))
  }

  async function enrolled(name: keyof Cast): Promise<string> {
    const { id, email } = cast[name]
    await learners(platform)(id)
    officer = await visit(browser, platform, 'en')
    await officer.signIn(email)
    return id
  }

  test('a double click on start makes one attempt, one on submit one mark; a refresh and the way back make none', async () => {
    const account = await enrolled('joseph')
    const { page, go, t } = officer
    await go(quizPath)
    await doubleClick(page, page.getByRole('button', { name: t('learning:quiz.start') }))
    await page.locator('fieldset.question').first().waitFor()
    expect(await attemptsOf(account, 'exemptions')).toHaveLength(1)

    await answer(officer, quizOf('exemptions'), 'right')
    await doubleClick(page, page.getByRole('button', { name: t('learning:quiz.submit') }))
    await page.waitForURL(/\/attempts\//)
    await page.reload()
    await page.goBack()
    await page.goForward()
    expect(await page.locator('.big-number').innerText()).toBe('100%')
    expect(await attemptsOf(account, 'exemptions')).toHaveLength(1)
    const questions = quizOf('exemptions').questions.length
    expect(await said(account, 'quizzes/exemptions')).toEqual({ initialized: 1, answered: questions, passed: 1 })
  })

  test('a second tab shows the same attempt, and submits nothing after the first', async () => {
    const account = await enrolled('sylvie')
    const { page, go, t } = officer
    await go(quizPath)
    await officer.press('learning:quiz.start')
    const [plain, scripted] = [await page.context().newPage(), await page.context().newPage()]
    await plain.route('**/*.js', (route) => route.abort())
    const actions = [page, plain, scripted].map(async (tab) => {
      await tab.goto(page.url())
      return tab.locator('form[data-answers]').getAttribute('action')
    })
    expect(new Set(await Promise.all(actions)).size).toBe(1)

    await answer(officer, quizOf('exemptions'), 'right')
    await officer.press('learning:quiz.submit')
    await page.waitForURL(/\/attempts\//)
    await answer({ ...officer, page: plain }, quizOf('exemptions'), 'wrong')
    await plain.getByRole('button', { name: t('learning:quiz.submit'), exact: true }).click()
    await plain.getByText(t('learning:notice.attempt-finished')).waitFor()
    expect(plain.url()).toBe(page.url())
    expect(await plain.locator('.big-number').innerText()).toBe('100%')
    await scripted.locator('input[type=radio]').first().check()
    await scripted.getByText(t('learning:saving.finished')).waitFor()
    await scripted.getByRole('link', { name: t('learning:saving.result') }).click()
    await scripted.waitForURL(page.url())
    expect(await attemptsOf(account, 'exemptions')).toHaveLength(1)
  })

  test('the examination, submitted again and again, gives one certificate', async () => {
    const account = cast.amina.id
    await (await learners(platform)(account)).completeModules()
    await enrolled('amina')
    const { page, go, t } = officer
    await go('/courses/permits/examination')
    await officer.press('learning:examination.start')
    await answer(officer, quizOf('examination'), 'right')
    await page.getByText(t('learning:saving.done')).waitFor()
    const form = page.locator('form[data-answers]')
    const [action = '', body] = await form.evaluate((element: HTMLFormElement) => [
      element.action,
      new URLSearchParams([...new FormData(element)].map(([name, value]) => [name, String(value)])).toString(),
    ])
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const again = () => page.request.post(action, { headers, data: body, maxRedirects: 0 })
    const answers = await Promise.all([again(), again(), again(), again()])
    expect(answers.map((one) => one.status())).toEqual([303, 303, 303, 303])
    await officer.press('learning:quiz.submit')
    await page.waitForURL(/\/attempts\//)

    expect(await attemptsOf(account, 'examination')).toHaveLength(1)
    expect(await platform.college.certificates.of([account])).toHaveLength(1)
    expect(await said(account, '/certificates/')).toEqual({ earned: 1 })
    expect(await said(account, 'quizzes/examination')).toMatchObject({ initialized: 1, passed: 1 })
  })
})

/** Two clicks as fast as a hand makes them, wherever the first one leads. */
async function doubleClick(page: Page, button: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded()
  const box = await button.boundingBox()
  if (!box) throw new Error('There is no such button')
  await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2)
}
