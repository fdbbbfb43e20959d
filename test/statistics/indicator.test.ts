import { readParties } from '../../server/accounts/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { indicatorCsv } from '../../server/statistics/csv.js'
import {
  evidenceOf,
  uncountedOf,
  type AffiliationEvent,
  type CertificateEvent,
  type Ledger,
} from '../../server/statistics/evidence.js'
import { countIndicator, hasEvidence } from '../../server/statistics/indicator.js'

const i18n = await createI18n()

const day = (text: string) => new Date(`${text}T12:00:00Z`)
const end = (text: string) => new Date(`${text}T23:59:59.999Z`)

const affiliated = (at: string, party = 'KE', agency: AffiliationEvent['agency'] = 'customs'): AffiliationEvent => ({
  statement: `affiliated-${at}`,
  kind: 'affiliated',
  at: day(at),
  party,
  agency,
})
const left = (at: string, party = 'KE'): AffiliationEvent => ({ ...affiliated(at, party), kind: 'disaffiliated' })

const certificate = (at: string, more: Partial<CertificateEvent> = {}): CertificateEvent => ({
  statement: `earned-${at}`,
  certificate: `C-${at}`,
  course: 'permits',
  areas: ['permits'],
  at: day(at),
  validUntil: undefined,
  party: 'KE',
  agency: 'customs',
  status: 'claimed',
  ...more,
})

const ledger = (more: Partial<Ledger>): Ledger => ({
  account: 'a',
  affiliations: [],
  certificates: [],
  revocations: [],
  ...more,
})

describe('the evidence of one account', () => {
  const confirmedThenCertified = ledger({
    affiliations: [affiliated('2026-01-01')],
    certificates: [certificate('2026-02-01')],
  })

  test('counts from the certificate on, with both statements', () => {
    const statements = {
      earned: { statement: 'earned-2026-02-01', at: day('2026-02-01') },
      affiliated: { statement: 'affiliated-2026-01-01', at: day('2026-01-01') },
    }
    expect(evidenceOf(confirmedThenCertified, end('2026-01-31'))).toEqual([])
    expect(evidenceOf(confirmedThenCertified, end('2026-02-01'))).toMatchObject([
      { party: 'KE', area: 'permits', status: 'confirmed', ...statements },
    ])
  })

  test('is claimed until the Party is confirmed, and says so', () => {
    const late = ledger({ affiliations: [affiliated('2026-03-01')], certificates: [certificate('2026-02-01')] })
    expect(evidenceOf(late, end('2026-02-28'))).toMatchObject([{ party: 'KE', status: 'claimed' }])
    expect(evidenceOf(late, end('2026-03-01'))).toMatchObject([{ party: 'KE', status: 'confirmed' }])
  })

  test('ends with the certificate', () => {
    const expiring = ledger({
      affiliations: [affiliated('2026-01-01')],
      certificates: [certificate('2026-02-01', { validUntil: day('2026-05-01') })],
    })
    expect(evidenceOf(expiring, end('2026-04-30'))).toHaveLength(1)
    expect(evidenceOf(expiring, end('2026-05-01'))).toEqual([])
  })

  test('ends with a revocation, and stands before it', () => {
    const revoked = {
      ...confirmedThenCertified,
      revocations: [{ statement: 'r', certificate: 'C-2026-02-01', at: day('2026-04-01') }],
    }
    expect(evidenceOf(revoked, end('2026-03-31'))).toHaveLength(1)
    expect(evidenceOf(revoked, end('2026-04-01'))).toEqual([])
  })

  test('moves with the person to another Party', () => {
    const moved = ledger({
      affiliations: [affiliated('2026-04-01', 'UG'), left('2026-04-01'), affiliated('2026-01-01')],
      certificates: [certificate('2026-02-01')],
    })
    expect(evidenceOf(moved, end('2026-03-31'))[0]?.party).toBe('KE')
    expect(evidenceOf(moved, end('2026-04-01'))[0]?.party).toBe('UG')
  })

  describe('without a confirmed affiliation', () => {
    const earned = certificate('2026-02-01')
    const on = (date: string, ...affiliations: AffiliationEvent[]) =>
      evidenceOf(ledger({ affiliations, certificates: [earned] }), end(date)).map(({ party, status }) => [
        party,
        status,
      ])
    const claimed = [['KE', 'claimed']]

    test('the claim of the certificate is shown, until it is rejected, left or replaced', () => {
      expect(on('2026-03-31', left('2026-04-01'))).toEqual(claimed)
      expect(on('2026-04-01', left('2026-04-01'))).toEqual([])
    })

    test('who was confirmed and left the Party is no claim of that Party', () => {
      expect(on('2026-04-01', affiliated('2026-01-01'), left('2026-04-01'))).toEqual([])
      const moved = [affiliated('2026-03-01', 'UG'), left('2026-04-01', 'UG')]
      expect(on('2026-03-31', ...moved)).toEqual([['UG', 'confirmed']])
      expect(on('2026-04-01', ...moved)).toEqual([])
    })

    test('a claim that was refused before the certificate, and is made again, waits for its confirmation', () => {
      expect(on('2026-02-01', left('2026-01-15'))).toEqual([])
      expect(on('2026-03-01', left('2026-01-15'), affiliated('2026-03-01'))).toEqual([['KE', 'confirmed']])
    })

    test('what ended elsewhere before the certificate is no matter', () => {
      expect(on('2026-02-01', left('2026-01-15', 'UG'))).toEqual(claimed)
    })
  })

  describe('what does not count says why', () => {
    const why = (given: Ledger, date: string) =>
      uncountedOf(given, end(date)).map(({ area, reason, since, revoked }) => [area, reason, since, revoked?.statement])
    const earned = certificate('2026-02-01', { validUntil: day('2026-05-01') })
    const revocation = { statement: 'r', certificate: 'C-2026-02-01', at: day('2026-04-01') }
    const affiliations = [affiliated('2026-01-01')]

    test('nothing, while it counts', () => {
      expect(why(ledger({ affiliations, certificates: [earned] }), '2026-03-01')).toEqual([])
    })
    test('expired, on the day', () => {
      expect(why(ledger({ affiliations, certificates: [earned] }), '2026-05-01')).toEqual([
        ['permits', 'expired', day('2026-05-01'), undefined],
      ])
    })
    test('revoked, with the statement; and not expired afterwards', () => {
      const revoked = { ...ledger({ affiliations, certificates: [earned] }), revocations: [revocation] }
      expect(why(revoked, '2026-03-31')).toEqual([])
      for (const date of ['2026-04-01', '2026-06-01'])
        expect(why(revoked, date)).toEqual([['permits', 'revoked', day('2026-04-01'), 'r']])
    })
    test('expired, where the revocation came after that', () => {
      const late = { ...revocation, at: day('2026-06-01') }
      const both = { ...ledger({ affiliations, certificates: [earned] }), revocations: [late] }
      expect(why(both, '2026-07-01')[0]?.[1]).toBe('expired')
    })
    test('of an agency that the area does not concern', () => {
      const prosecution = [affiliated('2026-01-01', 'KE', 'prosecution')]
      expect(why(ledger({ affiliations: prosecution, certificates: [earned] }), '2026-03-01')).toEqual([
        ['permits', 'agency', undefined, undefined],
      ])
    })
    test('not where another certificate of the area counts', () => {
      const renewed = ledger({ affiliations, certificates: [earned, certificate('2026-04-15')] })
      expect(why(renewed, '2026-06-01')).toEqual([])
    })
    test('not for a Party that was left', () => {
      const gone = ledger({ affiliations: [...affiliations, left('2026-03-01')], certificates: [earned] })
      expect(why(gone, '2026-06-01')).toEqual([])
    })
  })

  test('an agency that the area does not concern is no evidence', () => {
    const police = ledger({
      affiliations: [affiliated('2026-01-01', 'KE', 'police')],
      certificates: [certificate('2026-02-01', { areas: ['ndf'] })],
    })
    expect(evidenceOf(police, end('2026-02-02'))).toEqual([])
  })

  test('identification counts towards enforcement, and once', () => {
    const both = ledger({
      affiliations: [affiliated('2026-01-01')],
      certificates: [
        certificate('2026-02-01', { areas: ['identification'] }),
        certificate('2026-03-01', { areas: ['enforcement'] }),
      ],
    })
    expect(evidenceOf(both, end('2026-03-02')).map(({ area, earned }) => [area, earned.statement])).toEqual([
      ['enforcement', 'earned-2026-03-01'],
    ])
  })
})

describe('the indicator', () => {
  const parties = readParties()
  const inForce = (date: string) => parties.inForceOn(end(date))
  const people = [
    ledger({ account: 'a', affiliations: [affiliated('2026-01-01')], certificates: [certificate('2026-02-01')] }),
    ledger({ account: 'b', affiliations: [affiliated('2026-01-01')], certificates: [certificate('2026-02-02')] }),
    ledger({ account: 'c', certificates: [certificate('2026-02-03', { party: 'FR' })] }),
    ledger({ account: 'd', certificates: [certificate('2026-02-03', { party: 'observer' })] }),
  ]
  const count = (date: string) => countIndicator(people, inForce(date), end(date))

  test('counts Parties, not people; claimed ones apart; places that are no Party not at all', () => {
    const { areas, rows, regions } = count('2026-03-01')
    expect(areas.find(({ area }) => area === 'permits')).toEqual({
      area: 'permits',
      parties: 1,
      inForce: 185,
      claimedOnly: 1,
    })
    expect(areas.find(({ area }) => area === 'ndf')).toMatchObject({ parties: 0, claimedOnly: 0 })
    expect(rows.filter(hasEvidence).map((row) => [row.party.code, row.areas.permits])).toEqual([
      ['FR', { confirmed: 0, claimed: 1 }],
      ['KE', { confirmed: 2, claimed: 0 }],
    ])
    expect(regions.find(({ region }) => region === 'africa')).toMatchObject({ inForce: 53, areas: { permits: 1 } })
    expect(regions.reduce((sum, row) => sum + row.inForce, 0)).toBe(185)
  })

  test('the denominator is the Parties in force on that date', () => {
    expect(count('2024-12-31').areas[0]?.inForce).toBe(184)
    expect(count('1975-06-30').areas[0]?.inForce).toBe(0)
  })

  test.each([
    ['en', ',', 'date,definition,party_code,party,region_code,region,area_code,area,confirmed_officials', 'Permits'],
    [
      'fr',
      ';',
      'date;définition;code_partie;partie;code_région;région;code_domaine;domaine;agents_confirmés',
      'Permis',
    ],
  ] as const)('its CSV gives the figure again (%s)', (language, delimiter, header, area) => {
    const csv = indicatorCsv(count('2026-03-01'), { language, t: i18n.t[language], parties })
    expect(csv.startsWith(`\uFEFF${header}`)).toBe(true)
    const rows = csv.trim().split('\r\n').slice(1)
    const permits = rows.map((row) => row.split(delimiter)).filter((cells) => cells[6] === 'permits')
    expect(permits).toHaveLength(185)
    expect(permits.filter((cells) => cells.at(-1) === '1')).toEqual([
      [
        '2026-03-01',
        '1',
        'KE',
        'Kenya',
        'africa',
        language === 'en' ? 'Africa' : 'Afrique',
        'permits',
        area,
        '2',
        '0',
        '1',
      ],
    ])
    expect(new Set(permits.map((cells) => cells.at(-1)))).toEqual(new Set(['0', '1']))
  })
})
