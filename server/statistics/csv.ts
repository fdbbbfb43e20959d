import { stringify } from 'csv-stringify/sync'
import type { Language } from '../base/languages.js'
import { indicatorAreas } from './definition.js'
import type { Indicator } from './indicator.js'

/**
 * The indicator as CSV: one row a Party and area with any evidence, by which anybody can count the figure again:
 * the Parties of an area are its rows with `counted` = yes. It begins with a byte order mark, without which
 * spreadsheets misread accents. Column names are the same in every language, names of Parties are in the reader's.
 */
export function indicatorCsv({ rows, moment, definition }: Indicator, language: Language): string {
  const records = rows.flatMap(({ party, areas }) =>
    indicatorAreas
      .filter((area) => areas[area].confirmed + areas[area].claimed > 0)
      .map((area) => ({
        date: moment.toISOString().slice(0, 10),
        definition,
        party: party.code,
        name: party.name[language],
        region: party.region,
        area,
        confirmed_officials: areas[area].confirmed,
        claimed_officials: areas[area].claimed,
        counted: areas[area].confirmed > 0 ? 'yes' : 'no',
      })),
  )
  const columns = [
    'date',
    'definition',
    'party',
    'name',
    'region',
    'area',
    'confirmed_officials',
    'claimed_officials',
    'counted',
  ]
  return stringify(records, { header: true, columns, bom: true, record_delimiter: '\r\n', escape_formulas: true })
}
