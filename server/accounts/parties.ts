import { languages, type Language, type Localized } from '../base/languages.js'
import { readNames, readTable, type Names } from './data.js'
import { applyChanges, groups, membersOn, type Group, type Membership } from './groups.js'
import { outsideParties, type PartyCode } from './types.js'

export const regions = [
  'africa',
  'asia',
  'central-south-america-caribbean',
  'europe',
  'north-america',
  'oceania',
] as const
export type Region = (typeof regions)[number]

export interface Party {
  /** ISO 3166-1 alpha-2; `EU` for the European Union. */
  code: PartyCode
  /** ISO 3166-1 alpha-3 and numeric; undefined for the European Union. */
  iso3: string | undefined
  isoNumeric: string | undefined
  name: Localized
  region: Region
  /** The day on which the Convention entered into force for it (UTC). */
  inForce: Date
}

/** The Parties to the Convention, as in parties.csv, read once. */
export interface Parties {
  /** All 185, by code. */
  list: Party[]
  get(code: PartyCode): Party | undefined
  /** A Party, or one of the places of work that are none. */
  isKnown(code: string): boolean
  isParty(code: string): boolean
  /** The name of a Party, or of a place of work that is none; an unknown code is its own name. */
  name(code: PartyCode, language: Language): string
  region(code: PartyCode): Region | undefined
  regionName(region: Region, language: Language): string
  groupName(group: Group, language: Language): string
  /** The Parties for which the Convention was in force on that day. */
  inForceOn(date: Date): Party[]
  memberships: Membership[]
  /** The codes in a group on a day; `certain` is false before November 2026 (see parties.md). */
  inGroup(group: Group, on: Date): { codes: string[]; certain: boolean }
  /** Code and name of every Party, in the order of that language's alphabet. */
  choices(language: Language): { value: PartyCode; label: string }[]
  /** Observer organization, State that is not a Party, and the Secretariat. */
  outside(language: Language): { value: PartyCode; label: string }[]
}

const partyColumns = 'iso2,iso3,name_en,name_fr,name_es,cites_region,entry_into_force,ldc,lldc,sids,iso_numeric'.split(
  ',',
)
const changeColumns = ['group', 'code', 'from', 'to', 'source'] as const

type Row = Record<string, string>

/** @throws Error naming the file and line of a fault in the data */
export function readParties(): Parties {
  const rows = readTable('parties.csv', partyColumns)
  const names = readNames()
  const list = rows.map((row) => toParty(row, names))
  const byCode = new Map(list.map((party) => [party.code, party]))
  const memberships = applyChanges(seenMemberships(rows), readTable('group-changes.csv', changeColumns).map(toChange))
  const nameOf = (code: string, language: Language) =>
    (byCode.get(code)?.name ?? names.outside[code])?.[language] ?? code
  const choices = Object.fromEntries(languages.map((language) => [language, sorted(list, language)])) as Localized<
    ReturnType<typeof sorted>
  >
  return {
    list,
    get: (code) => byCode.get(code),
    isKnown: (code) => byCode.has(code) || outsideParties.some((outside) => outside === code),
    isParty: (code) => byCode.has(code),
    name: nameOf,
    region: (code) => byCode.get(code)?.region,
    regionName: (region, language) => names.region[region]?.[language] ?? region,
    groupName: (group, language) => names.group[group]?.[language] ?? group,
    inForceOn: (date) => list.filter((party) => party.inForce <= date),
    memberships,
    inGroup: (group, on) => membersOn(memberships, group, on),
    choices: (language) => choices[language],
    outside: (language) => outsideParties.map((code) => ({ value: code, label: nameOf(code, language) })),
  }
}

const localized = (row: Row): Localized => ({
  en: row['name_en'] ?? '',
  fr: row['name_fr'] ?? '',
  es: row['name_es'] ?? '',
})

function toParty(row: Row, names: Names): Party {
  const code = row['iso2'] ?? ''
  const region = regions.find((one) => names.region[one]?.en === row['cites_region'])
  if (!region) throw new Error(`parties.csv: ${code} has the unknown region '${row['cites_region']}'`)
  return {
    code,
    iso3: row['iso3'] || undefined,
    isoNumeric: row['iso_numeric'] || undefined,
    name: localized(row),
    region,
    inForce: day(row['entry_into_force'] ?? '', code),
  }
}

const seenMemberships = (rows: Row[]): Membership[] =>
  rows.flatMap((row) =>
    groups
      .filter((group) => row[group] === 'yes')
      .map((group) => ({ group, code: row['iso2'] ?? '', from: undefined, to: undefined })),
  )

function toChange(row: Row): Membership {
  const group = groups.find((one) => one === row['group'])
  const code = row['code'] ?? ''
  if (!group) throw new Error(`group-changes.csv: there is no group '${row['group']}'`)
  return {
    group,
    code,
    from: row['from'] ? day(row['from'], code) : undefined,
    to: row['to'] ? day(row['to'], code) : undefined,
  }
}

function day(text: string, code: string): Date {
  const date = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()))
    throw new Error(`Parties: '${text}' of ${code} is not a day`)
  return date
}

function sorted(list: Party[], language: Language) {
  const { compare } = new Intl.Collator(language)
  return list
    .map(({ code, name }) => ({ value: code, label: name[language] }))
    .sort((a, b) => compare(a.label, b.label))
}
