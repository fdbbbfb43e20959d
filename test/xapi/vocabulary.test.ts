import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../server/base/paths.js'
import { activityTypeTerms, extensionTerms, verbTerms } from '../../server/xapi/index.js'

const page = readFileSync(join(projectRoot, 'server/xapi/README.md'), 'utf8')

test.each([
  ['verb', verbTerms],
  ['activity type', activityTypeTerms],
  ['extension', extensionTerms],
])('every %s is documented', (_what, terms) => {
  expect(Object.keys(terms).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

test('extensions are documented where they really stand', () => {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  for (const [name, { in: place }] of Object.entries(extensionTerms))
    expect(rows.some((cells) => cells[1] === `\`${name}\`` && cells[2] === place)).toBe(true)
})
