import { join } from 'node:path'
import { createI18n } from '../../server/base/i18n.js'
import { projectRoot } from '../../server/base/paths.js'
import { checkPackage, describeFault, packageNames, readFolder } from '../../server/courses/index.js'
import { createRenderer } from '../../server/courses/markdown/render.js'
import { openVersion } from '../../server/courses/version/version.js'

const directory = join(projectRoot, 'courses')
const names = await packageNames(directory)
const { t } = await createI18n()

test('the course on permits is shipped', () => {
  expect(names).toContain('permits')
})

describe.each(names)('the shipped course %s', (name) => {
  test('has no fault, and at least 900 words a module in each language', async () => {
    const { files, faults } = await readFolder(join(directory, name))
    const check = checkPackage(name, files)
    expect([...faults, ...check.faults].map((fault) => describeFault(fault, t.en))).toEqual([])
    const short = check.counts.flatMap(({ language, wordsByModule }) =>
      Object.entries(wordsByModule).flatMap(([module, words]) =>
        words < 900 ? [`${language}/${module}: ${words}`] : [],
      ),
    )
    expect(short).toEqual([])
  })

  test('shows every module, picture and question in each language', async () => {
    const { files } = await readFolder(join(directory, name))
    const version = openVersion(files, { renderer: createRenderer(), t })
    const { languages, modules } = version.course
    for (const language of languages)
      for (const module of modules) {
        const page = version.modulePage(module, language)
        expect(page).toMatchObject({ language, module })
        expect(page?.sections.length).toBeGreaterThan(0)
        const pictures = [...(page?.html ?? '').matchAll(/<img src="[^"]*\/([^"/]+)"/g)].map((match) => match[1] ?? '')
        expect(pictures.filter((file) => version.media(file) === undefined)).toEqual([])
        const words = version.questionTexts(module, language) ?? {}
        const questions = version.quiz(module)?.questions ?? []
        for (const { id, options } of questions)
          expect(Object.values(words[id]?.options ?? {}).filter(({ text, feedback }) => text && feedback)).toHaveLength(
            options.length,
          )
      }
  })
})
