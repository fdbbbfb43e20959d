import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { widths, type Visitor } from './visitor.js'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Everything that is wrong with the page as it stands, at both widths: rules of WCAG, overflow, complaints of the browser. */
export async function inspect({ page, complaints }: Visitor): Promise<string[]> {
  const found: string[] = []
  // Through the debugger, for the policy of the page lets no foreign script in.
  await page.evaluate(axe.source)
  for (const [name, width] of Object.entries(widths)) {
    await page.setViewportSize(width)
    found.push(...[...(await violations(page)), ...(await overflow(page))].map((fault) => `${name}: ${fault}`))
  }
  return [...found, ...complaints()]
}

async function violations(page: Page): Promise<string[]> {
  const result = await page.evaluate(
    (values) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
        // What it would load again tells nothing of our pages.
        preload: false,
      }),
    rules,
  )
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${String(target)}: ${failureSummary ?? ''}`),
  )
}

/** A page that is wider than its window: people would have to scroll in two directions. */
async function overflow(page: Page): Promise<string[]> {
  const excess = await page.evaluate(() => {
    const clipped = [document.body, document.documentElement]
    for (const element of clipped) element.style.overflowX = 'visible'
    const { scrollWidth, clientWidth } = document.documentElement
    for (const element of clipped) element.style.overflowX = ''
    return scrollWidth - clientWidth
  })
  return excess > 0 ? [`the page is ${excess} pixels too wide`] : []
}
