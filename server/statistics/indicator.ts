import type { Party, Region } from '../accounts/index.js'
import { definitionVersion, indicatorAreas, type IndicatorArea } from './definition.js'
import { evidenceOf, uncountedOf, type Evidence, type Ledger, type Uncounted } from './evidence.js'

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
  /** Every Party in force, by code. */
  rows: PartyRow[]
}

/** What counts for one Party, or would if it were confirmed; and what does not, and why. */
export interface PartyEvidence {
  counted: Evidence[]
  uncounted: Uncounted[]
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
    rows: all,
  }
}

/** The evidence of one Party at a moment, account by account. */
export function evidenceFor(ledgers: Iterable<Ledger>, party: string, moment: Date): PartyEvidence {
  const all = [...ledgers]
  const isOwn = (entry: { party: string }) => entry.party === party
  return {
    counted: all.flatMap((ledger) => evidenceOf(ledger, moment)).filter(isOwn),
    uncounted: all.flatMap((ledger) => uncountedOf(ledger, moment)).filter(isOwn),
  }
}

const emptyRow = (party: Party): PartyRow => ({
  party,
  areas: {
    permits: { confirmed: 0, claimed: 0 },
    ndf: { confirmed: 0, claimed: 0 },
    enforcement: { confirmed: 0, claimed: 0 },
  },
})

export const hasEvidence = ({ areas }: PartyRow) =>
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
