import { join } from 'node:path'
import { createI18n } from '../../server/base/i18n.js'
import { projectRoot } from '../../server/base/paths.js'
import { checkPackage, describeFault, packageNames, readFolder } from '../../server/courses/index.js'
import { createRenderer } from '../../server/courses/markdown/render.js'
import { openVersion } from '../../server/courses/version/version.js'

const directory = join(projectRoot, 'courses')
const names = await packageNames(directory)
const { t } = await createI18n()

/** An Article of the Convention, a Resolution or a Notification, in any of the languages. */
const provision =
  /\b(?:articles?|artículos?)\s+[IVX]+\b|\b(?:resolutions?|résolutions?|resoluci(?:ón|ones))\s+Conf\.|\bnotifica[ct]i(?:on|ón)\s/i

async function versionOf(name: string) {
  const { files } = await readFolder(join(directory, name))
  return openVersion(files, { renderer: createRenderer(), t })
}

/** Every module of a course in each language, as HTML. */
async function pagesOf(name: string) {
  const version = await versionOf(name)
  const { languages, modules } = version.course
  return languages.flatMap((language) =>
    modules.map((module) => ({
      language,
      where: `${language}/${module}`,
      page: version.modulePage(module, language)?.html ?? '',
    })),
  )
}

test('the course on permits is shipped, and shows the form of a permit in each language', async () => {
  expect(names).toContain('permits')
  const pages = await pagesOf('permits')
  for (const language of ['en', 'fr', 'es'])
    expect(
      pages.filter((one) => one.language === language && one.page.includes(`/permit-form.${language}.svg"`)),
    ).toHaveLength(1)
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

  test('has in each module a table, an example and a case of doubt', async () => {
    const needed = ['<table', 'class="box box-example"', 'class="box box-doubt"']
    const lacking = (await pagesOf(name)).flatMap(({ where, page }) =>
      needed.filter((part) => !page.includes(part)).map((part) => `${where}: ${part}`),
    )
    expect(lacking).toEqual([])
  })

  test('names in every section the provisions that it rests on', async () => {
    const sections = (await pagesOf(name)).flatMap(({ where, page }) =>
      // What stands before the first heading is a scene.
      page
        .split('<h2')
        .slice(1)
        .map((section, place) => ({ where: `${where}#section-${place + 1}`, section })),
    )
    expect(sections.length).toBeGreaterThan(0)
    expect(sections.filter(({ section }) => !provision.test(section)).map(({ where }) => where)).toEqual([])
  })

  test('asks every kind of question, in the modules and in the examination', async () => {
    const version = await versionOf(name)
    const kinds = (quizzes: string[]) =>
      [...new Set(quizzes.flatMap((quiz) => version.quiz(quiz)?.questions.map(({ type }) => type) ?? []))].sort()
    const every = ['multiple', 'single', 'true-false']
    expect([kinds(version.course.modules), kinds(['examination'])]).toEqual([every, every])
  })

  test('shows every module, picture and question in each language', async () => {
    const version = await versionOf(name)
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
