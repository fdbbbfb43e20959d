import type { Browser } from 'playwright-core'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { visit } from './support/visitor.js'

describe('at a desk that others use, too', () => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })

  test('the way back shows nothing of whoever has signed out', async () => {
    const { page, go, press, signIn, leave } = await visit(browser, platform, 'en')
    await signIn(cast.amina.email)
    for (const path of ['/certificates', '/profile']) await go(path)
    expect(await page.getByRole('main').innerHTML()).toContain(cast.amina.email)
    await press('common:signOut')
    await page.waitForURL(/\/en\/$/)
    for (const path of ['profile', 'certificates', 'learning']) {
      await page.goBack()
      expect(new URL(page.url()).searchParams.get('next')).toBe(`/en/${path}`)
      expect(await page.content()).not.toContain(cast.amina.name)
    }
    await leave()
  })
})
