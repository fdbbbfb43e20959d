import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectRoot } from '../server/base/paths.js'
import { readSettings, settingNames } from '../server/base/settings.js'

interface Compose {
  services: { college: { environment: Record<string, string> } }
}

const text = readFileSync(join(projectRoot, 'compose.yaml'), 'utf8')
const { environment } = (parse(text, { merge: true }) as Compose).services.college

test('compose.yaml names only settings that there are', () => {
  expect(Object.keys(environment).filter((name) => !settingNames.includes(name))).toEqual([])
})

test('what it hands to the College, with the file `.env` that it asks for, is complete', () => {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]))
  expect(readSettings(env)).toMatchObject({
    baseUrl: 'https://college.example.org',
    mongodbUri: 'mongodb://college:secret@mongo1,mongo2,mongo3/college?replicaSet=college&authSource=college',
    logLevel: 'info',
    trustProxy: 'uniquelocal',
  })
})

/** As Compose does: `${NAME:-default}` and `${NAME:?message}`. */
function filledIn(value: string): string {
  const env: Record<string, string> = {
    BASE_URL: 'https://college.example.org',
    SESSION_SECRET: 'x'.repeat(64),
    MONGO_COLLEGE_PASSWORD: 'secret',
  }
  return value.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    const given = env[name] ?? (kind === '-' ? rest : undefined)
    if (given === undefined) throw new Error(`${name} is not in .env`)
    return given
  })
}
