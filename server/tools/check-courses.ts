import { basename, join, relative } from 'node:path'
import { createI18n } from '../base/i18n.js'
import { projectRoot } from '../base/paths.js'
import { checkPackage, describeFault, packageNames, readFolder, type LanguageCount } from '../courses/index.js'
import { failToStart } from '../start-failure.js'

/*
 * Checks course packages: `npm run courses:check` those of the project, `npm run courses:check -- <folder> …` others.
 * Says file and line of every fault and ends with 1 where there is one.
 */

const { t } = await createI18n()
const given = process.argv.slice(2)
const shipped = join(projectRoot, 'courses')
const folders = given.length > 0 ? given : (await packageNames(shipped)).map((name) => join(shipped, name))

try {
  let faults = 0
  for (const folder of folders) faults += await check(folder)
  console.log(faults === 0 ? 'Every course is whole.' : `${faults} fault${faults === 1 ? '' : 's'}.`)
  process.exitCode = faults === 0 ? 0 : 1
} catch (error) {
  failToStart(error)
}

/** Prints what is wrong with a package and what it holds. @returns the number of faults */
async function check(folder: string): Promise<number> {
  const read = await readFolder(folder)
  const checked = checkPackage(basename(folder), read.files)
  const found = [...read.faults, ...checked.faults]
  for (const fault of found)
    console.log(describeFault({ ...fault, file: relative(process.cwd(), join(folder, fault.file)) }, t.en))
  console.log(`${checked.id} ${checked.version ?? '(no version)'}`)
  checked.counts.forEach((count) => console.log(`  ${summary(count)}`))
  return found.length
}

function summary({ language, modules, words, wordsByModule, questions, examinationQuestions }: LanguageCount): string {
  const byModule = Object.entries(wordsByModule).map(([module, count]) => `${module} ${count}`)
  return `${language}: modules ${modules}, words ${words} (${byModule.join(', ')}), questions ${questions}, examination ${examinationQuestions}`
}
