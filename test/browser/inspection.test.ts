import type { Browser } from 'playwright-core'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { inspect } from './support/inspect.js'
import { visit, type Visitor } from './support/visitor.js'

/** That the other tests find nothing is worth something only if this finds what was put there. */
describe('an inspection', () => {
  let browser: Browser
  let platform: TestPlatform
  let visitor: Visitor

  beforeAll(async () => {
    platform = await testPlatform()
    browser = await openBrowser()
    visitor = await visit(browser, platform, 'en')
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  beforeEach(async () => {
    await visitor.go('/courses')
  })

  test('finds what breaks WCAG', async () => {
    await visitor.page.locator('h1').evaluate((heading) => {
      heading.style.color = '#cccccc'
      heading.insertAdjacentHTML('afterend', '<img src="/assets/none.svg">')
    })
    const found = (await inspect(visitor)).join('\n')
    expect(found).toContain('phone: color-contrast')
    expect(found).toContain('desk: image-alt')
    expect(found).toContain('404: ')
  })

  test('finds a page that is wider than its window', async () => {
    await visitor.page.locator('h1').evaluate((heading) => (heading.style.width = '500px'))
    expect(await inspect(visitor)).toEqual(['phone: the page is 156 pixels too wide'])
  })

  test('finds what the content security policy refuses, and faults of scripts', async () => {
    await visitor.page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "run"'
      document.head.append(script)
      setTimeout(() => {
        throw new Error('on purpose')
      })
    })
    const found = (await inspect(visitor)).join('\n')
    expect(found).toContain('Content Security Policy')
    expect(found).toContain('script: on purpose')
    expect(await visitor.page.title()).not.toBe('run')
  })
})
