import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../server/base/paths.js'

type Texts = { [key: string]: string | Texts }

const directory = join(projectRoot, 'locales')
const files = readdirSync(join(directory, 'en'))
const read = (language: string, file: string): Texts =>
  JSON.parse(readFileSync(join(directory, language, file), 'utf8')) as Texts

const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )

/** French and Spanish have a plural category 'many' that English lacks. */
const keys = (texts: Texts) =>
  flat(texts)
    .map(([key]) => key)
    .filter((key) => !key.endsWith('_many'))
    .sort()

const places = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map((match) => match[1]).sort()

const templates = readdirSync(join(projectRoot, 'views'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name.endsWith('.hbs'))
  .map((entry) => join(entry.parentPath, entry.name))

describe.each(['fr', 'es'])('the texts in %s', (language) => {
  test('are the same files as in English', () => {
    expect(readdirSync(join(directory, language)).sort()).toEqual([...files].sort())
  })

  test.each(files)('%s: the same keys, each filled, with the same places', (file) => {
    expect(keys(read(language, file))).toEqual(keys(read('en', file)))
    const english = new Map(flat(read('en', file)))
    for (const [key, text] of flat(read(language, file))) {
      expect({ key, empty: text.trim() === '' }).toEqual({ key, empty: false })
      const original = english.get(key)
      if (original !== undefined && !key.endsWith('_one'))
        expect({ key, places: places(text) }).toEqual({ key, places: places(original) })
    }
  })
})

test('every key that a template names exists', () => {
  const known = new Set(
    files.flatMap((file) => keys(read('en', file)).map((key) => `${file.replace('.json', '')}:${key}`)),
  )
  const has = (key: string) => known.has(key) || known.has(`${key}_other`)
  const missing = templates.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\(?\{?\b(?:t|rich) "([^"]+)"/g)]
      .map((match) => match[1]!)
      .filter((key) => !has(key))
      .map((key) => `${path.slice(projectRoot.length + 1)}: ${key}`),
  )
  expect(missing).toEqual([])
})
