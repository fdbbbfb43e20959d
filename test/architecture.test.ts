import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { projectRoot } from '../server/base/paths.js'

/** From the highest to the lowest: a module imports only what stands below it, and only through its index.ts. */
const ladder = [
  'administration',
  'authoring',
  'statistics',
  'activities',
  'certificates',
  'learning',
  'courses',
  'quizzes',
  'accounts',
  'lrs',
  'xapi',
  'base',
]
/** These stand above the ladder. */
const above = ['app.ts', 'main.ts', 'personal-data.ts', 'serve.ts', 'site.ts', 'start-failure.ts', 'tools']

const server = join(projectRoot, 'server')

const files = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))

const imports = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    normalize(join(dirname(file), match[1]!)).replace(/\.js$/, '.ts'),
  )

const moduleOf = (file: string): string => relative(server, file).split('/')[0]!

/** What is wrong with one import, or undefined. */
export function faultOf(file: string, target: string): string | undefined {
  const [from, to] = [moduleOf(file), moduleOf(target)]
  if (above.includes(from) || from === to) return undefined
  if (to === '..') return target.includes('/views/helpers/') && from === 'base' ? undefined : 'reaches out of server/'
  if (ladder.indexOf(to) <= ladder.indexOf(from)) return `climbs from ${from} to ${to}`
  const door = relative(join(server, to), target)
  if (to !== 'base' && door !== 'index.ts') return `uses a side door of ${to}`
  return undefined
}

describe('the ladder of modules', () => {
  test('names every module of server/', () => {
    const modules = readdirSync(server).filter((name) => name !== 'decisions' && !above.includes(name))
    expect(modules.filter((name) => !ladder.includes(name))).toEqual([])
  })

  test('no import climbs it or uses a side door', () => {
    const faults = files(server).flatMap((file) =>
      imports(file).flatMap((target) => {
        const fault = faultOf(file, target)
        return fault ? [`${relative(projectRoot, file)} -> ${relative(projectRoot, target)}: ${fault}`] : []
      }),
    )
    expect(faults).toEqual([])
  })

  test('the check itself sees a climb and a side door', () => {
    const at = (path: string) => join(server, path)
    expect(faultOf(at('lrs/store.ts'), at('accounts/index.ts'))).toContain('climbs')
    expect(faultOf(at('learning/routes.ts'), at('courses/store.ts'))).toContain('side door')
    expect(faultOf(at('learning/routes.ts'), at('courses/index.ts'))).toBeUndefined()
  })

  test('the browser imports nothing of the server', () => {
    const client = join(projectRoot, 'views/client')
    expect(
      files(client)
        .flatMap(imports)
        .filter((target) => !target.startsWith(client)),
    ).toEqual([])
  })

  test('tincanjs and the Mongoose models stay where they belong', () => {
    const users = (what: RegExp) =>
      files(server)
        .filter((file) => what.test(readFileSync(file, 'utf8')))
        .map((file) => relative(server, file))
    expect(users(/'tincanjs'/).filter((file) => !file.startsWith('xapi/tincan'))).toEqual([])
    // The shape of a document is no secret; the model, with which one reads and writes, is its store's.
    const usesModel = /^import (?!type)[^']*'\.\/model\.js'/m
    expect(users(usesModel).filter((file) => !/store\.ts$/.test(file))).toEqual([])
  })
})
