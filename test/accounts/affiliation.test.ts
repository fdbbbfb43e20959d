import fc from 'fast-check'
import {
  affiliationAt,
  claim,
  confirm,
  reject,
  type Happening,
  type History,
} from '../../server/accounts/affiliation.js'

const day = (n: number) => new Date(Date.UTC(2026, 0, n))
const kenya = { party: 'KE', agency: 'customs' } as const
const gabon = { party: 'GA', agency: 'police' } as const
const vouched = (n: number) => ({ by: 'focal', how: 'focal-point', at: day(n) }) as const

/** The history after some rules, and all that happened. */
function after(...rules: ((history: History | undefined) => ReturnType<typeof claim>)[]) {
  let history: History | undefined
  const happenings: Happening[] = []
  for (const rule of rules) {
    const change = rule(history)
    history = change?.history ?? history
    happenings.push(...(change?.happenings ?? []))
  }
  return { history: history!, happenings }
}
const claims = (place: typeof kenya | typeof gabon, n: number) => (history: History | undefined) =>
  claim(history, 'account', place, day(n))
const confirms = (place: typeof kenya | typeof gabon, n: number) => (history: History | undefined) =>
  confirm(history, 'account', place, vouched(n))
const rejects = (n: number) => (history: History | undefined) => reject(history!, { by: 'focal', at: day(n) })

describe('where an account belongs', () => {
  test('is unknown before the first claim', () => {
    const { history } = after(claims(kenya, 2))
    expect(affiliationAt(history, day(1))).toBeUndefined()
  })

  test('at any moment, as it was known then', () => {
    const { history, happenings } = after(claims(kenya, 1), confirms(kenya, 3), claims(gabon, 5), confirms(gabon, 7))
    const status = (n: number) => affiliationAt(history, day(n))
    expect(status(2)).toEqual({ ...kenya, status: 'claimed', since: day(1) })
    expect(status(4)).toEqual({ ...kenya, status: 'confirmed', since: day(3) })
    expect(status(5)).toEqual({ ...gabon, status: 'claimed', since: day(5) })
    expect(status(8)).toEqual({ ...gabon, status: 'confirmed', since: day(7) })
    expect(happenings).toEqual([
      { kind: 'affiliated', ...kenya, status: 'confirmed', at: day(3) },
      { kind: 'disaffiliated', ...kenya, status: 'confirmed', at: day(5) },
      { kind: 'affiliated', ...gabon, status: 'confirmed', at: day(7) },
    ])
  })

  test('a claim that was never confirmed begins without a statement, and ends with one that says so', () => {
    const { happenings } = after(claims(kenya, 1), claims(gabon, 2))
    expect(happenings).toEqual([{ kind: 'disaffiliated', ...kenya, status: 'claimed', at: day(2) }])
  })

  test('an invitation takes the place of what was confirmed elsewhere, at the same moment', () => {
    const { history, happenings } = after(confirms(kenya, 1), confirms(gabon, 4))
    expect(happenings.map(({ kind, at }) => [kind, at])).toEqual([
      ['affiliated', day(1)],
      ['disaffiliated', day(4)],
      ['affiliated', day(4)],
    ])
    expect(affiliationAt(history, day(4))).toMatchObject(gabon)
  })

  test('a rejected claim stays a claim that counts nowhere; a new one begins afresh', () => {
    const { history, happenings } = after(claims(kenya, 1), rejects(2))
    expect(affiliationAt(history)).toEqual({ ...kenya, status: 'claimed', since: day(1), rejectedAt: day(2) })
    expect(happenings).toEqual([{ kind: 'disaffiliated', ...kenya, status: 'claimed', at: day(2) }])
    const again = claim(history, 'account', kenya, day(3))
    // It ended when it was rejected, and only once.
    expect(again?.happenings).toEqual([])
    expect(affiliationAt(again!.history)).toEqual({ ...kenya, status: 'claimed', since: day(3) })
  })

  test('what was confirmed ends when it is rejected', () => {
    const { history, happenings } = after(confirms(kenya, 1), rejects(4))
    expect(affiliationAt(history)).toMatchObject({ status: 'claimed', rejectedAt: day(4) })
    expect(affiliationAt(history, day(2))).toMatchObject({ status: 'confirmed' })
    expect(happenings.at(-1)).toEqual({ kind: 'disaffiliated', ...kenya, status: 'confirmed', at: day(4) })
  })

  test('somebody who was rejected by mistake can be confirmed', () => {
    const { history } = after(claims(kenya, 1), rejects(2), confirms(kenya, 3))
    expect(affiliationAt(history)).toEqual({ ...kenya, status: 'confirmed', since: day(3) })
  })
})

const steps = fc.array(
  fc.constantFrom(
    (n: number) => claims(kenya, n),
    (n: number) => claims(gabon, n),
    (n: number) => confirms(kenya, n),
    (n: number) => confirms(gabon, n),
    rejects,
  ),
  { maxLength: 12 },
)

test('whatever happens: repeated, a rule changes nothing, and confirmed times and statements agree', () => {
  fc.assert(
    fc.property(steps, (chosen) => {
      const rules = chosen.map((rule, index) => rule(index + 2))
      const { history, happenings } = after(claims(kenya, 1), ...rules)
      const last = rules.at(-1)
      if (last) expect(last(history)).toBeUndefined()
      // An affiliation is confirmed exactly while nothing came after its confirmation.
      for (let n = 1; n <= rules.length + 2; n++) {
        const last = happenings.filter(({ at }) => at <= day(n)).at(-1)
        expect(affiliationAt(history, day(n))?.status).toBe(last?.kind === 'affiliated' ? 'confirmed' : 'claimed')
      }
    }),
  )
})
