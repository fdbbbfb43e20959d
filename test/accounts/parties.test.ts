import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyChanges, membersOn } from '../../server/accounts/groups.js'
import { readParties, regions } from '../../server/accounts/index.js'
import { projectRoot } from '../../server/base/paths.js'

const parties = readParties()
const today = new Date('2026-11-21T00:00:00Z')

describe('the Parties', () => {
  test('are 185, each with its name in three languages, its region and its day', () => {
    expect(parties.list).toHaveLength(185)
    for (const { code, name, inForce } of parties.list) {
      expect(code).toMatch(/^[A-Z]{2}$/)
      expect(Object.values(name).every((text) => text.length > 2)).toBe(true)
      expect(inForce.getUTCFullYear()).toBeGreaterThan(1974)
    }
    expect(parties.get('NA')?.name.en).toBe('Namibia')
    expect(parties.get('EU')).toMatchObject({ iso3: undefined, isoNumeric: undefined })
    expect(parties.get('AF')?.isoNumeric).toBe('004')
  })

  test('are spread over the regions as the notes say', () => {
    const count = (region: string) => parties.list.filter((party) => party.region === region).length
    expect(regions.map(count)).toEqual([53, 39, 31, 50, 3, 9])
    expect(parties.regionName('oceania', 'es')).toBe('Oceanía')
  })

  test('are joined by places of work that are none', () => {
    expect(parties.isKnown('observer') && parties.isKnown('non-party')).toBe(true)
    expect(parties.name('secretariat', 'es')).toBe('Secretaría CITES')
    expect(
      parties.isParty('secretariat') || parties.isParty('observer') || parties.isParty('XX') || parties.isKnown('XX'),
    ).toBe(false)
    expect(parties.name('observer', 'fr')).toBe('Organisation ayant le statut d’observateur')
  })

  test('are sorted as each language sorts', () => {
    const place = (language: 'en' | 'fr' | 'es', code: string) =>
      parties.choices(language).findIndex(({ value }) => value === code)
    // 'Égypte' stands between 'Danemark' and 'Émirats arabes unis', not behind 'Zimbabwe'.
    expect(place('fr', 'EG')).toBeGreaterThan(place('fr', 'DK'))
    expect(place('fr', 'EG')).toBeLessThan(place('fr', 'ES'))
    expect(place('es', 'AT')).toBeLessThan(place('es', 'BE'))
    expect(parties.choices('fr')).toHaveLength(185)
  })

  test('are in force from their day on', () => {
    const before = parties.inForceOn(new Date('2025-01-01T00:00:00Z')).map(({ code }) => code)
    expect(before).not.toContain('TM')
    expect(parties.inForceOn(new Date('2025-01-02T00:00:00Z')).map(({ code }) => code)).toContain('TM')
    expect(parties.inForceOn(today)).toHaveLength(185)
  })
})

describe('the groups of the United Nations', () => {
  test('have the members that were seen in November 2026', () => {
    const sizes = (['ldc', 'lldc', 'sids'] as const).map((group) => parties.inGroup(group, today).codes.length)
    expect(sizes).toEqual([39, 31, 30])
    expect(parties.inGroup('ldc', today)).toMatchObject({ certain: true })
  })

  test('say that they are not certain for earlier dates', () => {
    expect(parties.inGroup('ldc', new Date('2020-01-01')).certain).toBe(false)
  })

  test('end and begin with the day of a change', () => {
    const seen = [{ group: 'ldc', code: 'BD', from: undefined, to: undefined }] as const
    const [end, back] = [new Date('2026-11-24'), new Date('2030-01-01')]
    const all = applyChanges(
      [...seen],
      [
        { group: 'ldc', code: 'BD', from: undefined, to: end },
        { group: 'ldc', code: 'BD', from: back, to: undefined },
      ],
    )
    const isIn = (date: string) => membersOn(all, 'ldc', new Date(date)).codes.length
    expect(['2026-11-23', '2026-11-24', '2029-12-31', '2030-01-01'].map(isIn)).toEqual([1, 0, 0, 1])
  })

  test('a change that ends nothing is a fault of the data', () => {
    expect(() => applyChanges([], [{ group: 'ldc', code: 'FR', from: undefined, to: today }])).toThrow('FR')
  })
})

test('the notes are kept beside the data', () => {
  const notes = readFileSync(join(projectRoot, 'server/accounts/parties.md'), 'utf8')
  expect(notes).toContain('region of AD and TM is inferred')
})
