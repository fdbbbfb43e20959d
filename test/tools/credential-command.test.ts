import { createCredentialActs } from '../../server/administration/index.js'
import { credentialCommand } from '../../server/tools/credential-command.js'
import { testCollege, type TestCollege } from '../accounts/college.js'

let college: TestCollege
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.close())

const run = (...args: string[]) => {
  const { audit, clock, lrs } = college
  const acts = createCredentialActs({ lrs, audit, clock })
  const uses = { acts, credentials: lrs.credentials, iriBase: 'https://college.test', now: () => clock.now() }
  return credentialCommand(uses, args)
}
const verify = (key: string, secret: string) => college.lrs.credentials.verify(key, secret)
const acts = async () => (await college.audit.list({ limit: 1000 })).entries

function told(said: string) {
  const [, key = '', secret = ''] = /key +(\S+)\n +secret +(\S+)/.exec(said) ?? []
  return { key, secret }
}

describe('the command for credentials', () => {
  test('makes one, whose secret it shows once; without scopes it gets those that the specification assumes', async () => {
    const { key, secret } = told(await run('create', 'Moodle'))
    expect(await verify(key, secret)).toMatchObject({
      name: 'Moodle',
      scopes: ['statements/write', 'statements/read/mine'],
    })
    const made = (await acts()).find(({ action }) => action === 'credential-made')
    expect(made).toMatchObject({ by: 'command', details: { name: 'Moodle' } })
    const listed = await run('list')
    expect(listed).toContain(`${key}  Moodle\n    statements/write, statements/read/mine; last used on`)
    expect(listed).not.toContain(secret)
  })

  test('takes scopes, an authority and a last day', async () => {
    const said = await run(
      ...['create', 'Analyst', '--scope', 'statements/read', '--scope', 'state'],
      ...['--authority', '{"account":{"homePage":"https://a.example","name":"lrs"}}', '--expires', '2999-01-31'],
    )
    const { key, secret } = told(said)
    expect(await verify(key, secret)).toMatchObject({
      scopes: ['statements/read', 'state'],
      authority: { name: 'Analyst', account: { homePage: 'https://a.example', name: 'lrs' } },
      expiresAt: new Date('2999-02-01T00:00:00Z'),
    })
  })

  test('gives a new secret, the old one being over or good for a while', async () => {
    const { key, secret } = told(await run('create', 'Rotating'))
    const second = told(await run('rotate', key, '--keep-hours', '2')).secret
    expect([await verify(key, secret), await verify(key, second)]).toEqual([expect.anything(), expect.anything()])
    const third = told(await run('rotate', key)).secret
    expect(await verify(key, second)).toBeUndefined()
    expect(await verify(key, third)).toBeDefined()
  })

  test('revokes with a reason', async () => {
    const { key, secret } = told(await run('create', 'Gone'))
    expect(await run('revoke', key, '--reason', 'The partner left the project.')).toContain('Gone is revoked')
    expect(await verify(key, secret)).toBeUndefined()
    expect(await run('list')).toMatch(/Gone\n.*revoked on .*: The partner left the project\./)
    const revoked = (await acts()).find(({ action }) => action === 'credential-revoked')
    expect(revoked).toMatchObject({ by: 'command', reason: 'The partner left the project.' })
    await expect(run('rotate', key)).rejects.toThrow('revoked or expired')
  })

  test.each([
    ['', 'npm run lrs:credential'],
    ['make Moodle', 'npm run lrs:credential'],
    ['create', 'npm run lrs:credential'],
    ['create Moodle --nonsense', 'npm run lrs:credential'],
    ['create Moodle --scope statements', 'A scope is one of'],
    ['create Moodle --authority Moodle', '--authority is'],
    ['create Moodle --authority 5f0c1e4e-3f0b-4c39-8a60-0d8a0f1b8c11', 'no account of this installation'],
    ['create Moodle --expires 2020-01-01', '--expires is'],
    ['create Moodle --expires soon', '--expires is'],
    ['rotate nobody', "the key 'nobody'"],
    ['rotate nobody --keep-hours long', '--keep-hours'],
    ['revoke nobody', '--reason'],
    ['revoke nobody --reason long-enough-a-reason', "the key 'nobody'"],
  ])('says what is wrong with "%s"', async (line, why) => {
    await expect(run(...line.split(' '))).rejects.toThrow(why)
  })
})
