import { runScript, temporaryFolder } from './base/database/processes.js'

const main = (settings: Record<string, string>) => runScript('dist/server/main.js', [], settings)

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

it('says in plain words that no MongoDB answers', async () => {
  const folder = await temporaryFolder()
  const program = main({
    PORT: '0',
    HOST: '127.0.0.1',
    BASE_URL: 'http://college.example',
    SESSION_SECRET: 'a secret of more than thirty-two characters',
    DATA_DIR: folder.path,
    MONGODB_URI: 'mongodb://127.0.0.1:9/college',
  })
  expect(await program.ended).toBe(1)
  expect(program.errors.join('\n')).toMatch(/^No MongoDB answers at MONGODB_URI/)
  await folder.remove()
})
