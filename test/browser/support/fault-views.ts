import { AppError } from '../../../server/base/errors.js'
import type { Scene } from './scene.js'
import type { View } from './views.js'
import type { Visitor } from './visitor.js'

/** The pages of what goes wrong, each brought about as far as a test can. */
export const faultViews: View[] = [
  { name: 'expired form', open: expiredForm },
  { name: 'too much sent', open: tooMuch },
  { name: 'too many tries', open: tooManyTries },
  { name: 'fault of ours', status: 500, open: brokenCatalogue(new Error('on purpose')) },
  {
    name: 'database away',
    status: 503,
    open: brokenCatalogue(new AppError(503, 'database-away', { retryAfterSeconds: 5 })),
  },
]

/** The session has ended since the form was shown. */
async function expiredForm({ page, go, t, press }: Visitor): Promise<void> {
  await go('/password/forgotten')
  await page.locator('#field-email').fill('amina@example.org')
  await page.context().clearCookies()
  await press('accounts:forgotten.action')
  await page.getByText(t('errors:form-expired.what')).waitFor()
}

async function tooMuch({ page, go, t, press }: Visitor): Promise<void> {
  await go('/password/forgotten')
  await page.locator('#field-email').evaluate((field: HTMLInputElement) => {
    field.type = 'text'
    field.value = 'x'.repeat(300_000)
  })
  await press('accounts:forgotten.action')
  await page.getByText(t('errors:status-413.what')).waitFor()
}

async function tooManyTries({ page, go, t, press }: Visitor): Promise<void> {
  const refusal = page.getByText(t('errors:status-429.what'))
  for (let tries = 0; tries < 12 && (await refusal.count()) === 0; tries++) {
    await go('/password/forgotten')
    await page.locator('#field-email').fill('hasty@example.org')
    await press('accounts:forgotten.action')
    await page.waitForLoadState()
  }
  await refusal.waitFor()
}

/** One request finds a catalogue that fails. */
function brokenCatalogue(fault: Error): View['open'] {
  return async ({ go }: Visitor, { platform }: Scene) => {
    const { courses } = platform.college
    const { catalogue } = courses
    courses.catalogue = () => {
      throw fault
    }
    try {
      return await go('/courses')
    } finally {
      courses.catalogue = catalogue
    }
  }
}
