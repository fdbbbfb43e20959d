import type { Browser } from 'playwright-core'
import { openBrowser } from './support/chromium.js'
import { faultViews } from './support/fault-views.js'
import { inspect } from './support/inspect.js'
import { scene, type Scene } from './support/scene.js'
import { learnerViews, publicViews, staffViews } from './support/views.js'
import { visit, type Visitor } from './support/visitor.js'

describe('WCAG 2.2 AA, no overflow, no complaint of the browser', () => {
  let browser: Browser
  let shown: Scene

  beforeAll(async () => {
    shown = await scene()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await shown?.platform.close()
  })

  describe.each(['en', 'fr'] as const)('in %s', (language) => {
    const visitors = new Map<string, Promise<Visitor>>()
    const views = [...publicViews, ...faultViews, ...learnerViews, ...staffViews].map(
      (view) => [view.name, view.as ?? 'nobody', view] as const,
    )

    test.each(views)('%s, seen by %s', async (_name, who, view) => {
      const visitor = await (visitors.get(who) ?? arrive(who))
      const status = await view.open(visitor, shown)
      if (typeof status === 'number') expect(status).toBe(view.status ?? 200)
      expect(await inspect(visitor)).toEqual([])
    })

    function arrive(who: (typeof views)[number][1]): Promise<Visitor> {
      const arrival = visit(browser, shown.platform, language).then(async (visitor) => {
        if (who !== 'nobody') await visitor.signIn(shown.cast[who].email)
        return visitor
      })
      visitors.set(who, arrival)
      return arrival
    }
  })
})
