import { roleCommand } from '../../server/tools/role-command.js'
import { testCollege, type TestCollege } from '../accounts/college.js'
import { submit } from '../support/forms.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.close())

const run = (line: string) => roleCommand(college.accounts, line.split(' '))

describe('the command for roles', () => {
  test('gives and takes roles, recorded as done at the server', async () => {
    const { cast, accounts, audit } = college
    expect(await run('give trainer AMINA@example.org --course permits --course ndf')).toBe(
      'Amina Otieno is trainer now.',
    )
    expect(await accounts.person(cast.amina.id)).toMatchObject({
      roles: ['learner', 'trainer'],
      trainerOf: ['permits', 'ndf'],
    })
    college.clock.pass(1)
    await run('take trainer amina@example.org')
    expect(await accounts.person(cast.amina.id)).toMatchObject({ roles: ['learner'], trainerOf: [] })
    expect((await audit.list({ limit: 1 })).entries[0]).toMatchObject({ by: 'command', action: 'role-taken' })
    await run('give focal-point joseph@example.org --party KE')
    expect((await accounts.person(cast.joseph.id))?.focalPointOf).toBe('KE')
  })

  test('creates an administrator, who chooses a password by the link', async () => {
    const said = await roleCommand(college.accounts, ['create', 'Eva Admin', 'eva@example.org'])
    const path = /http:\/\/127\.0\.0\.1(\/\S+)/.exec(said)?.[1] ?? ''
    const password = 'twelve grey parrots'
    const browser = college.browser()
    expect((await submit(browser, path, { password, passwordAgain: password })).status).toBe(303)
    expect((await college.accounts.listing.byEmail('eva@example.org'))?.roles).toContain('administrator')
  })

  test('gives no role to an address that nobody has confirmed', async () => {
    await roleCommand(college.accounts, ['create', 'Fred Admin', 'fred@example.org'])
    await expect(run('give secretariat fred@example.org')).rejects.toThrow('Fred Admin has not confirmed the address')
    expect((await college.accounts.listing.byEmail('fred@example.org'))?.roles).toEqual(['learner', 'administrator'])
  })

  test.each([
    ['', 'npm run grant-role'],
    ['give king amina@example.org', 'npm run grant-role'],
    ['give trainer amina@example.org', '--course'],
    ['give focal-point amina@example.org --party XX', '--party'],
    ['give secretariat nobody@example.org', 'Nobody has an account'],
    ['create Name not-an-address', 'npm run grant-role'],
    ['give trainer x@example.org --nonsense', 'npm run grant-role'],
  ])('says what is wrong with "%s"', async (line, why) => {
    await expect(run(line)).rejects.toThrow(why)
  })

  test('leaves the last administrator in place', async () => {
    await run('take administrator eva@example.org')
    await expect(run('take administrator adam@example.org')).rejects.toThrow('Adam Brown is the only administrator')
  })
})
