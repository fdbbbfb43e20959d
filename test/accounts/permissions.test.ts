import { actions, permissions, subjectOf, type Action, type Person } from '../../server/accounts/index.js'

const someone = (change: Partial<Person>): Person => ({
  ...{ id: 'someone', name: 'Someone', email: 'someone@example.org', emailConfirmed: true, language: 'en' },
  affiliation: { party: 'KE', agency: 'customs', status: 'confirmed', since: new Date('2026-01-01') },
  roles: ['learner'],
  trainerOf: [],
  focalPointOf: undefined,
  ...change,
})
const learner = someone({})
const focalPoint = someone({ id: 'focal', roles: ['learner', 'focal-point'], focalPointOf: 'KE' })
const trainer = someone({ id: 'trainer', roles: ['learner', 'trainer'], trainerOf: ['permits'] })
const secretariat = someone({ id: 'secretariat', roles: ['learner', 'secretariat'] })
const administrator = someone({ id: 'administrator', roles: ['learner', 'administrator'] })
const kenyan = someone({ id: 'kenyan' })
const gabonese = someone({ id: 'gabonese', affiliation: { ...kenyan.affiliation, party: 'GA' } })

const may = (person: Person, action: Action, subject: object) => permissions.may(person, action, subject)

describe('a learner', () => {
  test('sees only the own data', () => {
    for (const action of ['own-data', 'see-enrolments', 'see-certificates', 'see-answers'] as const) {
      expect(may(learner, action, subjectOf(learner))).toBe(true)
      expect(may(learner, action, subjectOf(kenyan))).toBe(false)
    }
  })

  test('may do nothing else at all', () => {
    const own: Action[] = ['own-data', 'see-enrolments', 'see-certificates', 'see-answers', 'see-names']
    for (const action of actions)
      expect([action, permissions.may(learner, action)]).toEqual([action, own.includes(action)])
  })
})

describe('a focal point', () => {
  test.each(['see-enrolments', 'see-certificates', 'see-names', 'confirm-affiliation', 'reject-affiliation'] as const)(
    '%s: of the own Party only',
    (action) => {
      expect(may(focalPoint, action, subjectOf(kenyan))).toBe(true)
      expect(may(focalPoint, action, subjectOf(gabonese))).toBe(false)
    },
  )

  test('never sees answers or failures of others', () => {
    expect(may(focalPoint, 'see-answers', subjectOf(kenyan))).toBe(false)
    expect(permissions.rows(focalPoint, 'see-answers')).toEqual([{ over: 'own', account: 'focal' }])
  })

  test('no longer sees whoever was rejected', () => {
    const rejected = { ...kenyan, affiliation: { ...kenyan.affiliation, rejectedAt: new Date('2026-02-01') } }
    expect(may(focalPoint, 'see-names', subjectOf(rejected))).toBe(false)
  })

  test('does not confirm the own claim', () => {
    expect(may(focalPoint, 'confirm-affiliation', subjectOf(focalPoint))).toBe(false)
  })

  test('opens the account of a learner of the own Party, of nobody with powers, and not the own', () => {
    expect(may(focalPoint, 'hand-out-code', subjectOf(kenyan))).toBe(true)
    expect(may(focalPoint, 'hand-out-code', subjectOf(gabonese))).toBe(false)
    for (const staff of [trainer, secretariat, administrator, focalPoint])
      expect(may(focalPoint, 'hand-out-code', subjectOf(staff))).toBe(false)
  })

  test('who has the role but no Party has no rows', () => {
    const idle = someone({ roles: ['learner', 'focal-point'] })
    expect(permissions.rows(idle, 'confirm-affiliation')).toEqual([])
  })
})

describe('a trainer', () => {
  test('sees only what concerns the own courses', () => {
    expect(may(trainer, 'see-answers', { account: 'kenyan', course: 'permits' })).toBe(true)
    expect(may(trainer, 'see-answers', { account: 'kenyan', course: 'ndf' })).toBe(false)
    expect(may(trainer, 'see-answers', subjectOf(kenyan))).toBe(false)
    expect(may(trainer, 'see-names', subjectOf(kenyan))).toBe(false)
  })
})

describe('the Secretariat', () => {
  test('sees figures for all', () => {
    expect(permissions.rows(secretariat, 'see-figures')).toEqual([{ over: 'all', withReason: false }])
  })

  test.each(['see-names', 'see-enrolments', 'see-certificates', 'look-up-people'] as const)(
    '%s: only with a reason that is recorded',
    (action) => {
      expect(may(secretariat, action, subjectOf(kenyan))).toBe(false)
      expect(may(secretariat, action, { ...subjectOf(kenyan), reason: true })).toBe(true)
    },
  )

  test('sees no answers, and gives no roles', () => {
    expect(may(secretariat, 'see-answers', { ...subjectOf(kenyan), reason: true })).toBe(false)
    expect(permissions.may(secretariat, 'give-role')).toBe(false)
    expect(permissions.may(secretariat, 'manage-credentials')).toBe(false)
  })

  test('appoints focal points, but not itself', () => {
    expect(may(secretariat, 'appoint-focal-point', subjectOf(kenyan))).toBe(true)
    expect(may(secretariat, 'appoint-focal-point', subjectOf(secretariat))).toBe(false)
  })
})

describe('an administrator', () => {
  test('gives roles, manages credentials, reads the audit and statements, and sees neither figures nor people', () => {
    for (const action of ['give-role', 'see-audit', 'manage-credentials', 'see-statements'] as const)
      expect(permissions.may(administrator, action)).toBe(true)
    for (const action of ['see-figures', 'look-up-people', 'confirm-affiliation', 'vouch-for-credential'] as const)
      expect(permissions.may(administrator, action)).toBe(false)
    expect(may(administrator, 'see-names', { ...subjectOf(kenyan), reason: true })).toBe(false)
  })
})

test('nobody may do nothing', () => {
  for (const action of actions) {
    expect(permissions.may(undefined, action)).toBe(false)
    expect(permissions.rows(undefined, action)).toEqual([])
  }
})
