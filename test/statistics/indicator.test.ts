import { readParties } from '../../server/accounts/index.js'
import { indicatorCsv } from '../../server/statistics/csv.js'
import type { AffiliationEvent, CertificateEvent, Ledger } from '../../server/statistics/evidence.js'
import { evidenceOf } from '../../server/statistics/evidence.js'
import { countIndicator } from '../../server/statistics/indicator.js'

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
    expect(evidenceOf(confirmedThenCertified, end('2026-01-31'))).toEqual([])
    expect(evidenceOf(confirmedThenCertified, end('2026-02-01'))).toMatchObject([
      { party: 'KE', area: 'permits', status: 'confirmed', statements: ['earned-2026-02-01', 'affiliated-2026-01-01'] },
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
    expect(evidenceOf(both, end('2026-03-02')).map(({ area, statements }) => [area, statements[0]])).toEqual([
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
    expect(rows.map((row) => [row.party.code, row.areas.permits])).toEqual([
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

  test('its CSV gives the figure again', () => {
    const csv = indicatorCsv(count('2026-03-01'), 'fr')
    expect(csv.startsWith('\uFEFFdate,definition,party,')).toBe(true)
    const rows = csv.trim().split('\r\n').slice(1)
    expect(rows).toHaveLength(2)
    expect(rows.filter((row) => row.includes(',permits,') && row.endsWith(',yes'))).toEqual([
      '2026-03-01,1,KE,Kenya,africa,permits,2,0,yes',
    ])
  })
})
