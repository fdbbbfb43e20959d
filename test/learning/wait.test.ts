import type { HelperOptions } from 'handlebars'
import { formats } from '../../views/helpers/formats.js'

const now = new Date('2026-11-21T21:50:10Z')
const after = (minutes: number, language: string) =>
  formats.wait(new Date(now.getTime() + minutes * 60_000), now, { data: { root: { language } } } as HelperOptions)

test.each([
  ['en', 57.8, 'in 58 minutes (22:47 UTC)'],
  ['en', 1, 'in 1 minute (21:51 UTC)'],
  ['en', 180, 'in 3 hours (00:50 UTC)'],
  ['fr', 24 * 60, 'dans 24 heures (22 novembre 2026 à 21:50 UTC)'],
  ['es', 120, 'dentro de 2 horas (23:50 UTC)'],
  ['en', 3 * 24 * 60, 'in 3 days (24 November 2026 at 21:50 UTC)'],
])('how long it is until then, and when that is, in %s: %d minutes', (language, minutes, words) => {
  expect(after(minutes, language)).toBe(words)
})
