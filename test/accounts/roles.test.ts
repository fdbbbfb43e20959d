import { createRolesStore } from '../../server/accounts/roles-store.js'
import { AppError } from '../../server/base/errors.js'
import { password } from '../support/cast.js'
import { submit } from '../support/forms.js'
import { testCollege, type TestCollege } from './college.js'

let college: TestCollege

beforeAll(async () => {
  college = await testCollege()
})
beforeEach(() => {
  college.clock.pass(16)
})
afterAll(() => college.close())

const rolesOf = async (account: string) => (await college.accounts.person(account))?.roles.slice().sort()
const codeOf = (settled: PromiseSettledResult<unknown>) =>
  settled.status === 'rejected' && settled.reason instanceof AppError ? settled.reason.code : undefined

describe('roles that change at the same moment', () => {
  test('are both changed: one that is taken stays taken, one that is given stays given', async () => {
    const { accounts, cast } = college
    for (let round = 0; round < 5; round++) {
      await accounts.roles.giveRole(cast.amina.id, { role: 'secretariat' }, 'command')
      await Promise.all([
        accounts.roles.takeRole(cast.amina.id, 'secretariat', 'command'),
        accounts.roles.giveRole(cast.amina.id, { role: 'trainer', courses: ['permits'] }, 'command'),
      ])
      expect(await rolesOf(cast.amina.id)).toEqual(['learner', 'trainer'])
      await accounts.roles.takeRole(cast.amina.id, 'trainer', 'command')
    }
  })

  test('two roles that are given are both there', async () => {
    const { accounts, cast } = college
    await Promise.all([
      accounts.roles.giveRole(cast.joseph.id, { role: 'secretariat' }, 'command'),
      accounts.roles.giveRole(cast.joseph.id, { role: 'trainer', courses: ['ndf'] }, 'command'),
    ])
    expect(await rolesOf(cast.joseph.id)).toEqual(['learner', 'secretariat', 'trainer'])
  })

  test('leaving a Party does not bring back a role that is taken meanwhile', async () => {
    const { accounts, cast } = college
    await accounts.roles.giveRole(cast.lucie.id, { role: 'secretariat' }, 'command')
    const lucie = await accounts.person(cast.lucie.id)
    await accounts.roles.takeRole(cast.lucie.id, 'secretariat', 'command')
    // The page has the person as they were when its request came.
    await accounts.profile.changePlace(lucie!, { party: 'CG', agency: 'customs' })
    expect(await rolesOf(cast.lucie.id)).toEqual(['learner'])
  })
})

describe('the last administrator', () => {
  const administrators = async () => (await college.accounts.roles.holdersOf('administrator')).length

  test('stays, also when two take each other’s role at the same moment', async () => {
    const { accounts, cast } = college
    for (let round = 0; round < 5; round++) {
      await accounts.roles.giveRole(cast.adam.id, { role: 'administrator' }, 'command')
      await accounts.roles.giveRole(cast.diego.id, { role: 'administrator' }, 'command')
      const taken = await Promise.allSettled([
        accounts.roles.takeRole(cast.adam.id, 'administrator', cast.diego.id),
        accounts.roles.takeRole(cast.diego.id, 'administrator', cast.adam.id),
      ])
      expect(taken.map(codeOf).filter(Boolean)).toEqual(['last-administrator'])
      expect(await administrators()).toBe(1)
    }
  })

  test('stays, also when two erase their accounts at the same moment', async () => {
    const { accounts, cast } = college
    const [, two] = await Promise.all([
      accounts.roles.giveRole(cast.adam.id, { role: 'administrator' }, 'command'),
      accounts.entry.admit(
        { name: 'Second One', email: 'two@example.org', party: 'observer', agency: 'other', language: 'en' },
        { password },
      ),
    ])
    await accounts.roles.giveRole(two, { role: 'administrator' }, 'command')
    await accounts.roles.takeRole(cast.diego.id, 'administrator', 'command')
    const erased = await Promise.allSettled(
      [cast.adam.id, two].map((account) => accounts.ownData.eraseSelf(account, password, [])),
    )
    expect(erased.map(codeOf).filter(Boolean)).toEqual(['last-administrator'])
    expect(await administrators()).toBe(1)
    await accounts.roles.giveRole(cast.diego.id, { role: 'administrator' }, 'command')
  })

  test('is not helped by one who cannot sign in yet, nor by one who is being erased', async () => {
    const { accounts, cast, connection } = college
    for (const account of await accounts.roles.holdersOf('administrator'))
      if (account !== cast.diego.id) await accounts.roles.takeRole(account, 'administrator', 'command')
    const place = { party: 'observer', agency: 'other', language: 'en' } as const
    const { account } = await accounts.entry.createAdministrator({ name: 'New', email: 'new@example.org', ...place })
    const store = createRolesStore(connection)
    expect(await store.isLastAdministrator(cast.diego.id)).toBe(true)
    await accounts.roles.giveRole(cast.sofia.id, { role: 'administrator' }, 'command')
    expect(await store.isLastAdministrator(cast.diego.id)).toBe(false)
    await connection.collection('people').updateOne({ emailKey: 'sofia@example.org' }, { $set: { erasing: true } })
    await expect(accounts.roles.takeRole(cast.diego.id, 'administrator', 'command')).rejects.toThrow(
      'last-administrator',
    )
    // Whoever cannot act yet is no loss: a mistyped address can be taken back.
    await accounts.roles.takeRole(account, 'administrator', 'command')
    expect((await accounts.person(account))?.roles).toEqual(['learner'])
  })
})

describe('a role', () => {
  test('is not given to an address that nobody has confirmed', async () => {
    const { accounts } = college
    const form = { name: 'Ruth Njeri', email: 'ruth@example.org', party: 'KE', agency: 'customs', language: 'en' }
    await submit(college.browser(), '/en/register', form)
    const person = await accounts.listing.byEmail('ruth@example.org')
    await expect(accounts.roles.giveRole(person!.id, { role: 'secretariat' }, 'command')).rejects.toThrow(
      'address-not-confirmed',
    )
    expect((await accounts.person(person!.id))?.roles).toEqual(['learner'])
    // Neither by the write itself, if the check came too early.
    expect(await createRolesStore(college.connection).give(person!.id, { role: 'secretariat' })).toBe(false)
  })
})
