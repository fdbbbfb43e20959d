/**
 * Measures the platform and prints a line of JSON a figure:
 *
 *     npm run bench                          all of them, the record store's with a million statements: some twenty minutes
 *     npm run bench -- module-page visits    these
 *
 * What is measured in milliseconds or requests a second depends on the machine and on what else it does; ratios do less.
 */
import { lrs } from './lrs/index.js'
import { modulePage } from './module-page.js'
import { startToReady } from './start-to-ready.js'
import { submitExamination } from './submit-examination.js'
import { visits } from './visits.js'
import type { Figure } from './figure.js'

const benches: Record<string, () => Promise<Figure[]>> = {
  'module-page': modulePage,
  'submit-examination': submitExamination,
  'start-to-ready': startToReady,
  visits,
  lrs,
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
for (const [name, bench] of Object.entries(benches))
  if (chosen.length === 0 || chosen.includes(name))
    for (const figure of await bench()) console.log(JSON.stringify(figure))
