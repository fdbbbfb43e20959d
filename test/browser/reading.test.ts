import type { Browser } from 'playwright-core'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { visit, widths, type Visitor } from './support/visitor.js'

const modulePath = (module: string) => `/courses/permits/modules/${module}`

describe('a page is read on a telephone and on paper', () => {
  let browser: Browser
  let platform: TestPlatform
  let visitor: Visitor

  beforeAll(async () => {
    platform = await testPlatform()
    browser = await openBrowser()
    visitor = await visit(browser, platform, 'fr', { viewport: widths.phone })
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })

  test.each(['appendices-and-authorities', 'which-document', 'exemptions', 'reading-and-checking'])(
    'no column of a table hides at the side of a telephone: %s',
    async (module) => {
      await visitor.go(modulePath(module))
      const hidden = await visitor.page
        .locator('.table-scroll')
        .evaluateAll((tables) => tables.map((table) => table.scrollWidth - table.clientWidth))
      expect(hidden.length).toBeGreaterThan(0)
      expect(Math.max(...hidden)).toBe(0)
    },
  )

  test('a figure opens its file', async () => {
    await visitor.go(modulePath('which-document'))
    const figure = visitor.page.getByRole('link', { name: visitor.t('courses:figureFile') })
    const answer = await visitor.page.request.get(new URL((await figure.getAttribute('href')) ?? '', platform.url).href)
    expect(answer.headers()['content-type']).toContain('image/svg+xml')
  })

  test('the trail ends with a page', async () => {
    await visitor.go(modulePath('which-document'))
    const marks = await visitor.page
      .locator('.breadcrumbs li')
      .evaluateAll((steps) => steps.map((step) => getComputedStyle(step, '::after').content))
    expect(marks).toEqual([expect.stringContaining('›'), 'none'])
  })

  test('a short page takes one sheet, and a figure no more than a sheet', async () => {
    await visitor.go('/verify')
    expect(sheets(await visitor.page.pdf({ format: 'A4' }))).toBe(1)
    await visitor.go(modulePath('which-document'))
    await visitor.page.emulateMedia({ media: 'print' })
    const box = await visitor.page.locator('figure').boundingBox()
    await visitor.page.emulateMedia({ media: 'screen' })
    const sheet = (297 / 25.4) * 96
    expect(box?.height).toBeLessThan(0.8 * sheet)
  })
})

const sheets = (pdf: Buffer) => [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length
