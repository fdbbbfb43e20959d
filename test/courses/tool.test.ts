import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../server/base/paths.js'
import { change, smallPackage, temporaryFolder } from './package.js'

const run = promisify(execFile)
const packages = await temporaryFolder()
afterAll(() => packages.drop())

/** Runs the built tool from the folder of the packages. */
async function check(...folders: string[]): Promise<{ code: number; lines: string[] }> {
  const tool = join(projectRoot, 'dist/server/tools/check-courses.js')
  const { code, stdout } = await run(process.execPath, [tool, ...folders], { cwd: packages.folder }).then(
    (done) => ({ code: 0, stdout: done.stdout }),
    (failed: { code: number; stdout: string }) => failed,
  )
  return { code, lines: stdout.trimEnd().split('\n') }
}

test('a package that is whole: its counts by language, and 0', async () => {
  const { code, lines } = await check(await packages.write('small', smallPackage()))
  expect(lines).toEqual([
    'small 1.0.0',
    '  en: modules 2, words 74 (first 37, second 37), questions 24, examination 6',
    '  fr: modules 2, words 74 (first 37, second 37), questions 24, examination 6',
    'Every course is whole.',
  ])
  expect(code).toBe(0)
})

test('a broken one: file, line and rule of every fault, and 1', async () => {
  const heading = change(smallPackage(), 'en/first.md', '### At night', '#### At night')
  const folder = await packages.write('small', change(heading, 'course.yaml', 'hours: 1', 'hours: 1\ncolour: red'))
  const { code, lines } = await check(folder)
  expect(lines).toEqual(['small/course.yaml:7: The key “colour” is not known.', 'small (no version)', '1 fault.'])
  expect(code).toBe(1)
  const second = await check(await packages.write('small', heading))
  expect(second.lines[0]).toBe(
    'small/en/first.md:27: A heading of level 4 is not allowed: sections have level 2, their parts level 3.',
  )
})
