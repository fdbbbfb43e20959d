import { connect } from '../server/base/database/index.js'
import { recallEngine } from '../server/base/database/engine-note.js'
import { runScript, temporaryFolder, until } from './base/database/processes.js'

const main = (settings: Record<string, string>) => runScript('dist/server/main.js', [], settings)

/** All that must be set. */
const complete = {
  PORT: '0',
  HOST: '127.0.0.1',
  BASE_URL: 'http://college.example',
  SESSION_SECRET: 'a secret of more than thirty-two characters',
}

it('does not start without its settings, and names each one and where it is documented', async () => {
  const program = main({ PORT: '99999' })
  expect(await program.ended).toBe(1)
  const text = program.errors.join('\n')
  for (const name of ['BASE_URL is not set', 'SESSION_SECRET is not set', 'PORT ', 'README.md'])
    expect(text).toContain(name)
  expect(text).not.toContain('    at ')
  expect(program.lines).toEqual([])
})

it('never shows a secret that is wrong', async () => {
  const program = main({ BASE_URL: 'http://college.example', SESSION_SECRET: 'too-short-a-one' })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toMatch(/SESSION_SECRET must have at least 32 characters/)
  expect(program.errors.join('\n')).not.toContain('too-short-a-one')
})

it('begins an installation in an empty folder, with its courses and nobody in it', async () => {
  const folder = await temporaryFolder()
  const program = main({ ...complete, DATA_DIR: folder.path })
  await until(() => program.lines.some((line) => line.includes('"msg":"ready"')), 30_000)
  const { uri = '' } = (await recallEngine(folder.path)) ?? {}
  const connection = await connect(uri, 'embedded')
  const counts: Record<string, number> = {}
  for (const name of ['people', 'affiliations', 'statements', 'courseVersions'])
    counts[name] = await connection.collection(name).countDocuments()
  await connection.close()
  program.process.kill('SIGTERM')
  expect(await program.ended).toBe(0)
  await folder.remove()
  expect(counts).toEqual({ people: 0, affiliations: 0, statements: 0, courseVersions: 1 })
})

it('says in plain words that no MongoDB answers', async () => {
  const folder = await temporaryFolder()
  const program = main({ ...complete, DATA_DIR: folder.path, MONGODB_URI: 'mongodb://127.0.0.1:9/college' })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toMatch(/^No MongoDB answers at MONGODB_URI/)
  await folder.remove()
})
