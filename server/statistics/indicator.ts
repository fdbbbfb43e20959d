import type { Party, Region } from '../accounts/index.js'
import { definitionVersion, indicatorAreas, type IndicatorArea } from './definition.js'
import { evidenceOf, type Evidence, type Ledger } from './evidence.js'

/** A Party's officials per area: how many count, and how many would if they were confirmed. */
export interface PartyRow {
  party: Party
  areas: Record<IndicatorArea, { confirmed: number; claimed: number }>
}

export interface AreaFigure {
  area: IndicatorArea
  /** Parties with at least one confirmed official; of `inForce` Parties. */
  parties: number
  inForce: number
  /** Parties that only have claimed ones: shown apart, not counted. */
  claimedOnly: number
}

export interface RegionRow {
  region: Region
  inForce: number
  areas: Record<IndicatorArea, number>
}

/** The College's evidence for indicator 3.2.1 on a day. */
export interface Indicator {
  definition: string
  /** The end of the day (UTC) that was asked for. */
  moment: Date
  areas: AreaFigure[]
  regions: RegionRow[]
  /** Parties with evidence of any kind, by code. */
  rows: PartyRow[]
}

/**
 * Counts the Parties in force at `moment` with evidence per area.
 * @param ledgers every account's ledger
 * @param inForce the Parties in force at that moment
 */
export function countIndicator(ledgers: Iterable<Ledger>, inForce: Party[], moment: Date): Indicator {
  const rows = new Map(inForce.map((party) => [party.code, emptyRow(party)]))
  for (const ledger of ledgers)
    for (const entry of evidenceOf(ledger, moment)) {
      const cell = rows.get(entry.party)?.areas[entry.area]
      if (cell) cell[entry.status] += 1
    }
  const all = [...rows.values()]
  return {
    definition: definitionVersion,
    moment,
    areas: indicatorAreas.map((area) => areaFigure(area, all)),
    regions: regionRows(all),
    rows: all.filter(hasEvidence),
  }
}

/** The evidence of one Party, the latest certificates first. */
export function evidenceFor(ledgers: Iterable<Ledger>, party: string, moment: Date): Evidence[] {
  return [...ledgers].flatMap((ledger) => evidenceOf(ledger, moment)).filter((entry) => entry.party === party)
}

const emptyRow = (party: Party): PartyRow => ({
  party,
  areas: {
    permits: { confirmed: 0, claimed: 0 },
    ndf: { confirmed: 0, claimed: 0 },
    enforcement: { confirmed: 0, claimed: 0 },
  },
})

const hasEvidence = ({ areas }: PartyRow) =>
  Object.values(areas).some(({ confirmed, claimed }) => confirmed + claimed > 0)

const counted = (rows: PartyRow[], area: IndicatorArea) => rows.filter((row) => row.areas[area].confirmed > 0).length

const areaFigure = (area: IndicatorArea, rows: PartyRow[]): AreaFigure => ({
  area,
  parties: counted(rows, area),
  inForce: rows.length,
  claimedOnly: rows.filter(({ areas }) => areas[area].confirmed === 0 && areas[area].claimed > 0).length,
})

function regionRows(rows: PartyRow[]): RegionRow[] {
  const regions = [...new Set(rows.map((row) => row.party.region))].sort()
  return regions.map((region) => {
    const own = rows.filter((row) => row.party.region === region)
    return {
      region,
      inForce: own.length,
      areas: { permits: counted(own, 'permits'), ndf: counted(own, 'ndf'), enforcement: counted(own, 'enforcement') },
    }
  })
}
