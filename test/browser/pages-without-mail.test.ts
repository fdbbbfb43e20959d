import type { Browser } from 'playwright-core'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { inspect } from './support/inspect.js'
import { visit } from './support/visitor.js'

/** The pages that only an installation without a mail server shows: codes and links to be handed over. */
describe.each(['en', 'es'] as const)('without mail, in %s', (language) => {
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast

  beforeAll(async () => {
    platform = await testPlatform({ canMail: false })
    cast = await castOf(platform.college.accounts)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })

  test.each(['/register/sent', '/sign-in', '/password/forgotten', '/password/sent'])('%s', async (path) => {
    const nobody = await visit(browser, platform, language)
    expect(await nobody.go(path)).toBe(200)
    expect(await nobody.page.locator(`main a[href="/${language}/code"]`).count()).toBe(1)
    expect(await inspect(nobody)).toEqual([])
    await nobody.leave()
  })

  test('a focal point gets the link of an invitation, and a code for a person', async () => {
    const focalPoint = await visit(browser, platform, language)
    const { page, go, t } = focalPoint
    await focalPoint.signIn(cast.wanjiru.email)
    await go('/invitations/new')
    expect(await inspect(focalPoint)).toEqual([])
    await page.locator('#field-email').fill('guest@example.org')
    await page.locator('#field-agency').selectOption('police')
    await focalPoint.press('administration:invite.action')
    await page.getByText(`${platform.url}/${language}/invitation/`).waitFor()
    expect(await inspect(focalPoint)).toEqual([])

    await go('/my-party')
    await page
      .getByRole('row', { name: cast.joseph.name })
      .getByRole('button', { name: t('administration:list.code') })
      .click()
    await page.getByText(t('administration:code.once')).waitFor()
    expect(await page.locator('.code-plate').first().innerText()).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    expect(await inspect(focalPoint)).toEqual([])
    await focalPoint.leave()
  })

  test('an administrator finds the form for codes', async () => {
    const administrator = await visit(browser, platform, language)
    await administrator.signIn(cast.adam.email)
    await administrator.go('/administration/roles')
    expect(await administrator.page.locator('#field-whom').count()).toBe(1)
    expect(await inspect(administrator)).toEqual([])
    await administrator.leave()
  })
})
