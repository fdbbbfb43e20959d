import type { Browser } from 'playwright-core'
import { languages } from '../../server/base/languages.js'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { visit, type Visitor } from './support/visitor.js'

describe('the language switch', () => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast
  let visitor: Visitor

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  beforeEach(async () => {
    visitor = await visit(browser, platform, 'en')
  })
  afterEach(async () => {
    expect(visitor.complaints()).toEqual([])
    await visitor.leave()
  })

  /** Goes round all languages by the links of the header, and back. */
  async function expectToStayOn(path: string): Promise<void> {
    const { page } = visitor
    for (const language of [...languages.slice(1), 'en']) {
      await page.getByRole('banner').locator(`a[hreflang=${language}]`).click()
      await page.waitForURL(`${platform.url}/${language}${path}`)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
    }
  }

  const publicPaths = [
    '/',
    '/courses/permits',
    '/courses/permits/modules/exemptions',
    '/register',
    '/sign-in?next=%2Fen%2Flearning',
    '/verify/CVC-0000-0000-0000-0000',
    '/nowhere?at=all',
  ]
  test.each(publicPaths)('stays on %s', async (path) => {
    await visitor.go(path)
    await expectToStayOn(path)
  })

  test.each(['/indicator/3.2.1?date=2026-01-31', '/administration/people', '/profile'])(
    'stays on %s for whoever is signed in',
    async (path) => {
      await visitor.signIn(cast.sofia.email)
      await visitor.go(path)
      await expectToStayOn(path)
    },
  )

  test('leads from a form with faults back to the form', async () => {
    await visitor.go('/register')
    await visitor.page.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true))
    await visitor.press('accounts:register.action')
    await visitor.page.locator('.fault').first().waitFor()
    await expectToStayOn('/register')
  })

  test('leads from the answer to a form without a page of its own to the page with the form', async () => {
    await visitor.signIn(cast.sofia.email)
    await visitor.go('/administration/people')
    await visitor.page.locator('#field-reason').fill('short')
    await visitor.press('administration:people.give')
    await visitor.page.locator('.fault').first().waitFor()
    await expectToStayOn('/administration/people')
  })
})
