import { stringify } from 'csv-stringify/sync'
import type { Parties } from '../accounts/index.js'
import type { Translate } from '../base/i18n.js'
import type { Language } from '../base/languages.js'
import { indicatorAreas } from './definition.js'
import type { Indicator } from './indicator.js'

/** What spreadsheets of a language expect between two cells. */
const delimiters: Record<Language, string> = { en: ',', fr: ';', es: ';' }

const columns = [
  'date',
  'definition',
  'party',
  'partyName',
  'region',
  'regionName',
  'area',
  'areaName',
  'confirmed',
  'claimed',
  'counted',
] as const

/**
 * The indicator as CSV: a row for each Party in force and each area, by which anybody can count the figure again: the
 * Parties of an area are the sum of its column `counted` (1 or 0), their denominator is the number of its rows. Codes are
 * the same in every language, words are the reader's. It begins with a byte order mark, without which spreadsheets
 * misread accents.
 */
export function indicatorCsv(
  { rows, moment, definition }: Indicator,
  { language, t, parties }: { language: Language; t: Translate; parties: Pick<Parties, 'regionName'> },
): string {
  const records = rows.flatMap(({ party, areas }) =>
    indicatorAreas.map((area) => ({
      date: moment.toISOString().slice(0, 10),
      definition,
      party: party.code,
      partyName: party.name[language],
      region: party.region,
      regionName: parties.regionName(party.region, language),
      area,
      areaName: t(`statistics:area.${area}`),
      ...areas[area],
      counted: areas[area].confirmed > 0 ? 1 : 0,
    })),
  )
  return stringify(records, {
    header: true,
    columns: columns.map((key) => ({ key, header: t(`statistics:column.${key}`) })),
    delimiter: delimiters[language],
    bom: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
  })
}
