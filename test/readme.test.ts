import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../server/base/paths.js'
import { settingNames } from '../server/base/settings.js'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const readme = read('README.md')

test('README documents every setting in its table', () => {
  expect(settingNames.length).toBeGreaterThan(9)
  expect(settingNames.filter((name) => !new RegExp(`^\\| \`${name}\` +\\|`, 'm').test(readme))).toEqual([])
})

test('every command and every file that README names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commands = [...readme.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!)
  expect(commands.filter((command) => !(command in scripts))).toEqual([])
  const files = [...readme.matchAll(/\]\(([^)#]+)\)|`((?:server|test|views|courses|locales)\/[\w./-]+)`/g)]
  expect(files.map((match) => match[1] ?? match[2]!).filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
})
