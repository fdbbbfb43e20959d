import type { Browser, Page } from 'playwright-core'
import type { Quiz } from '../../server/quizzes/index.js'
import { castOf, password, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { currentCourse } from './support/officer.js'
import { visit, type Visitor } from './support/visitor.js'

/** What has the focus, and whether a reader can see that. */
interface Focus {
  id: string
  type: string
  name: string
  value: string
  words: string
  isVisible: boolean
}

const focus = (page: Page): Promise<Focus> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { type?: string; name?: string; value?: string }
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const { top, bottom, left, right } = element.getBoundingClientRect()
    const inView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
    return {
      id: element.id,
      type: element.type ?? element.tagName.toLowerCase(),
      name: element.name ?? '',
      value: element.value ?? '',
      words: element.innerText.trim(),
      isVisible: inView && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    }
  })

/** Presses Tab until the focus is where it is wanted; every stop on the way must be seen. */
async function tabTo(page: Page, isWanted: (focus: Focus) => boolean): Promise<Focus> {
  for (let stops = 0; stops < 150; stops++) {
    await page.keyboard.press('Tab')
    const found = await focus(page)
    expect(found).toEqual({ ...found, isVisible: true })
    if (isWanted(found)) return found
  }
  throw new Error('150 times Tab did not lead there')
}

describe('with the keyboard alone', () => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast
  let officer: Visitor

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
    // Without smooth scrolling: what has the focus is in view at once.
    officer = await visit(browser, platform, 'en', { reducedMotion: 'reduce' })
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  afterEach(() => {
    expect(officer.complaints()).toEqual([])
  })

  const pressed = async (key: string) => {
    const { page, t } = officer
    const words = t(key)
    await tabTo(page, (at) => at.words === words)
    const left = page.url()
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.href !== left)
  }

  test('the first stop leads past the navigation', async () => {
    const { page, go, t } = officer
    await go('/courses')
    await page.keyboard.press('Tab')
    expect(await focus(page)).toMatchObject({ words: t('common:skip'), isVisible: true })
    await page.keyboard.press('Enter')
    expect((await focus(page)).id).toBe('main')
    await page.keyboard.press('Tab')
    expect((await focus(page)).words).toBe(platform.college.courses.text(currentCourse(platform), 'en').title)
  })

  test('somebody signs in and begins the course', async () => {
    const { page, go, t } = officer
    await go('/courses/permits')
    await pressed('learning:next.signIn')
    await tabTo(page, ({ id }) => id === 'field-email')
    await page.keyboard.type(cast.joseph.email)
    await tabTo(page, ({ id }) => id === 'field-password')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: t('learning:next.enrol') }).waitFor()
    await pressed('learning:next.enrol')
  })

  test('reads a module, takes its quiz, and passes', async () => {
    const { page, t } = officer
    const [module = ''] = currentCourse(platform).modules
    await pressed('learning:module.read')
    await tabTo(page, ({ words }) => words === t('learning:quiz.start'))
    await page.keyboard.press('Space')
    await page.locator('fieldset.question').first().waitFor()
    await answerByKeys(page, platform.college.courses.quiz(currentCourse(platform), module), t('learning:quiz.submit'))
    await page.keyboard.press('Space')
    await page.waitForURL(/\/attempts\//)
    expect(await page.locator('.big-number').innerText()).toBe('100%')
  })
})

/** From stop to stop to the button that submits: arrows within a choice of one, Space for each of several. */
async function answerByKeys(page: Page, quiz: Quiz, submit: string): Promise<void> {
  for (;;) {
    const at = await tabTo(page, ({ type, words }) => ['radio', 'checkbox'].includes(type) || words === submit)
    if (at.words === submit) return
    const key = quiz.questions.find(({ id }) => at.name === `answer-${id}`)?.key ?? []
    if (at.type === 'radio') await chooseByArrows(page, key)
    else if (key.includes(at.value)) await page.keyboard.press('Space')
  }
}

async function chooseByArrows(page: Page, key: string[]): Promise<void> {
  await page.keyboard.press('Space')
  for (let steps = 0; steps < 10 && !key.includes((await focus(page)).value); steps++)
    await page.keyboard.press('ArrowDown')
}
