import type { Browser, Locator } from 'playwright-core'
import { castOf, password, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { learners } from './support/scene.js'
import { visit, widths, type Visitor } from './support/visitor.js'

const quizPath = '/courses/permits/modules/exemptions/quiz'

describe('an officer with a telephone sees at once how it stands with the answers', () => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast
  let officer: Visitor
  let account: string

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  afterEach(() => officer.leave())

  /** Somebody at the questions of a quiz. */
  async function atQuestions(name: keyof Cast): Promise<void> {
    account = cast[name].id
    await learners(platform)(account)
    officer = await visit(browser, platform, 'en', { viewport: widths.phone })
    await officer.signIn(cast[name].email)
    await officer.go(quizPath)
    await officer.press('learning:quiz.start')
    await officer.page.locator('fieldset.question').first().waitFor()
  }

  const choice = (question: number) => officer.page.locator('fieldset.question').nth(question).locator('label').first()
  const message = (key: string) => officer.page.locator('.answer-bar').getByText(officer.t(`learning:saving.${key}`))
  const saved = async () => {
    const [attempt] = await platform.college.learning.attempts.of(account)
    return Object.keys(attempt?.answers ?? {}).length
  }

  /** In the window as it is scrolled, at the top of a page of many windows. */
  async function seen(what: Locator): Promise<void> {
    await what.waitFor()
    const box = await what.boundingBox()
    expect(box && box.y >= 0 && box.y + box.height <= widths.phone.height).toBe(true)
  }

  test('how many are saved, and the button to save, stay in sight', async () => {
    await atQuestions('joseph')
    const bar = officer.page.locator('.answer-bar')
    const of = await officer.page.locator('fieldset.question').count()
    await seen(bar)
    expect(await bar.innerText()).toContain(`Answers saved: 0 of ${of}`)
    await choice(0).click()
    await seen(message('done'))
    expect(await bar.innerText()).toContain(`Answers saved: 1 of ${of}`)
    await seen(bar.getByRole('button', { name: officer.t('learning:quiz.save') }))
    await officer.page.reload()
    expect(await bar.innerText()).toContain(`Answers saved: 1 of ${of}`)
    expect(officer.complaints()).toEqual([])
  })

  test('a line that is down is told, holds the submission back, and is made good when it is up again', async () => {
    await atQuestions('sylvie')
    const { page, t } = officer
    await page.context().setOffline(true)
    await choice(0).click()
    await seen(message('failed'))
    await page.getByRole('button', { name: t('learning:quiz.submit'), exact: true }).click()
    await seen(message('failed'))
    expect(await saved()).toBe(0)
    await page.context().setOffline(false)
    await seen(message('done'))
    expect(await saved()).toBe(1)
  })

  test('who was signed out in another tab is told so, signs in, and finds what was chosen since, saved', async () => {
    await atQuestions('diego')
    const { page, t } = officer
    const other = await page.context().newPage()
    await other.goto(`${platform.url}/en/learning`)
    await other.getByRole('button', { name: t('common:signOut') }).click()
    await other.waitForURL(/\/en\/$/)
    await choice(2).click()
    await seen(message('signedOut'))
    await page.getByRole('button', { name: t('learning:quiz.submit'), exact: true }).click()
    await seen(message('signedOut'))
    await page.getByRole('link', { name: t('learning:saving.signIn') }).click()
    await page.locator('#field-email').fill(cast.diego.email)
    await page.locator('#field-password').fill(password)
    await page.getByRole('button', { name: t('accounts:signIn.action') }).click()
    await page.waitForURL(new RegExp(`${quizPath}$`))
    await seen(message('done'))
    expect(await choice(2).locator('input').isChecked()).toBe(true)
    expect(await saved()).toBe(1)
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  test('what another person left unsaved in this window is thrown away', async () => {
    await atQuestions('amina')
    const { page } = officer
    await page.evaluate(() => sessionStorage.setItem('answers somebody attempt', '{}'))
    await page.reload()
    await page.locator('fieldset.question').first().waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })
})
