import fc from 'fast-check'
import { addMonths } from '../../server/certificates/months.js'
import { isRenewable, printedName, stateOf } from '../../server/certificates/terms.js'
import { certificateOf } from './certificate.js'

const at = (iso: string) => new Date(iso)

describe('calendar months', () => {
  test.each([
    ['2026-01-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00.000Z', 1, '2028-02-29T10:00:00.000Z'],
    ['2028-02-29T00:00:00.000Z', 12, '2029-02-28T00:00:00.000Z'],
    ['2026-05-03T23:59:59.999Z', 36, '2029-05-03T23:59:59.999Z'],
    ['2026-03-31T00:00:00.000Z', -1, '2026-02-28T00:00:00.000Z'],
    ['2026-01-15T00:00:00.000Z', -6, '2025-07-15T00:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', 2, '2027-02-28T12:00:00.000Z'],
  ])('%s and %i months are %s', (from, months, to) => {
    expect(addMonths(at(from), months).toISOString()).toBe(to)
  })

  test('keep the time of day, and the day or the last of the month', () => {
    const moments = fc.date({ min: at('2000-01-01'), max: at('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moments, fc.integer({ min: -60, max: 120 }), (from, months) => {
        const to = addMonths(from, months)
        const distance = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
        expect(distance).toBe(months)
        expect(to.getTime() % 86_400_000).toBe(from.getTime() % 86_400_000)
        const nextDay = new Date(to.getTime() + 86_400_000)
        expect(to.getUTCDate() === from.getUTCDate() || nextDay.getUTCDate() === 1).toBe(true)
      }),
    )
  })
})

describe('the state of a certificate', () => {
  const certificate = certificateOf({ validUntil: at('2029-05-03T10:00:00Z') })

  test('is valid up to the moment of its end, and expired from then on', () => {
    expect(stateOf(certificate, at('2029-05-03T09:59:59.999Z'))).toBe('valid')
    expect(stateOf(certificate, at('2029-05-03T10:00:00Z'))).toBe('expired')
  })
  test('never expires where the course sets no validity', () => {
    expect(stateOf(certificateOf({ validUntil: undefined }), at('2999-01-01'))).toBe('valid')
  })
  test('is revoked whatever its dates', () => {
    const revoked = { ...certificate, revocation: { at: at('2026-06-01'), by: 'x', reason: 'y' } }
    expect(stateOf(revoked, at('2026-06-02'))).toBe('revoked')
    expect(isRenewable(revoked, at('2029-06-01'))).toBe(false)
  })
  test('can be renewed from six months before its end', () => {
    expect(isRenewable(certificate, at('2028-11-03T09:59:59Z'))).toBe(false)
    expect(isRenewable(certificate, at('2028-11-03T10:00:00Z'))).toBe(true)
    expect(isRenewable(certificate, at('2035-01-01'))).toBe(true)
  })
  test('has nothing to renew where it does not expire', () => {
    expect(isRenewable(certificateOf({ validUntil: undefined }), at('2035-01-01'))).toBe(false)
  })
})

test('the name on the paper is the one in Latin letters where there is one', () => {
  expect(printedName({ name: 'ตัวอย่าง', latinName: undefined })).toBe('ตัวอย่าง')
  expect(printedName({ name: 'ស៊ីម', latinName: 'Sim' })).toBe('Sim')
  expect(printedName({ name: undefined, latinName: undefined })).toBe('')
})
