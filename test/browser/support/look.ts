import type { Language } from '../../../server/base/languages.js'
import type { TestPlatform } from '../../support/platform.js'
import { currentCourse } from './officer.js'
import type { Visitor } from './visitor.js'

/** What a page's main part says, in one line. */
export const read = async ({ page }: Visitor): Promise<string> => oneLine(await page.locator('main').innerText())

/** Spaces that do not break, and lines that do, are spaces here. */
export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** What the page of indicator 3.2.1 says of Kenya and permits; `officials` is undefined where it has no row. */
export async function kenya({ page, go, t }: Visitor) {
  await go('/indicator/3.2.1')
  const figure = page.locator('.figures .card', { hasText: t('statistics:area.permits') }).locator('.big-number')
  const parties = page.getByRole('region', { name: t('statistics:byParty') })
  const cell = parties.getByRole('row', { name: /Kenya/ }).getByRole('cell').nth(1)
  const officials = (await cell.count()) === 0 ? undefined : (await cell.innerText()).trim()
  return { parties: await figure.innerText(), officials }
}

/** The words of every question and every feedback of the examination, as a page would show them. */
export function examinationWords({ college, ...platform }: TestPlatform, language: Language): string[] {
  const course = currentCourse({ college, ...platform })
  return Object.values(college.courses.questionTexts(course, 'examination', language)).flatMap(({ text, options }) =>
    [text, ...Object.values(options).map(({ feedback }) => feedback)].map(plain),
  )
}

const entities: Record<string, string> = { '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const plain = (html: string) =>
  oneLine(html.replace(/<[^>]+>/g, '').replace(/&(quot|#39|lt|gt|amp);/g, (entity) => entities[entity] ?? entity))
