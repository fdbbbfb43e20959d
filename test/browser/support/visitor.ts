import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core'
import type { Translate } from '../../../server/base/i18n.js'
import type { Language } from '../../../server/base/languages.js'
import { password } from '../../support/cast.js'
import type { TestPlatform } from '../../support/platform.js'

/** The widths that pages are made for: a telephone and a desk. */
export const widths = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } }

/** Somebody with a browser of their own: cookies, a language, and an eye on what goes wrong. */
export interface Visitor {
  page: Page
  language: Language
  t: Translate
  /** What the browser complained of since it was asked last: faults of scripts, refusals by the CSP, files not found. */
  complaints(): string[]
  /** Opens a path, without its language, of the platform. @returns the status */
  go(path: string): Promise<number>
  /** Presses a button, or follows a link of the page's main part, by its words. */
  press(key: string, params?: Record<string, unknown>): Promise<void>
  follow(key: string, params?: Record<string, unknown>): Promise<void>
  signIn(email: string): Promise<void>
  leave(): Promise<void>
}

export async function visit(
  browser: Browser,
  platform: TestPlatform,
  language: Language,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ locale: language, viewport: widths.desk, ...options })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints = watch(page)
  const t = platform.college.i18n.t[language]

  async function go(path: string): Promise<number> {
    const answer = await page.goto(`${platform.url}/${language}${path}`)
    return answer?.status() ?? 0
  }
  return {
    page,
    language,
    t,
    complaints,
    go,
    press: (key, params) => page.getByRole('button', { name: t(key, params), exact: true }).click(),
    follow: (key, params) =>
      page
        .getByRole('main')
        .getByRole('link', { name: t(key, params), exact: true })
        .click(),
    async signIn(email) {
      await go('/sign-in')
      await page.locator('#field-email').fill(email)
      await page.locator('#field-password').fill(password)
      await page.getByRole('button', { name: t('accounts:signIn.action') }).click()
      await page.waitForURL(({ pathname }) => !pathname.endsWith('/sign-in'))
    },
    leave: () => context.close(),
  }
}

/** Notes every complaint. The page itself may be an error page: its status is for the test to judge. */
function watch(page: Page): () => string[] {
  let complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(`console: ${text}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && !isPage(response)) complaints.push(`${response.status()}: ${response.url()}`)
  })
  return () => {
    const told = complaints
    complaints = []
    return told
  }
}

const isPage = (response: Response) => response.request().isNavigationRequest()
