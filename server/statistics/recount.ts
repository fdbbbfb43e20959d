import { isDeepStrictEqual } from 'node:util'
import type { Ledger } from './evidence.js'
import { changes, type Feed } from './projector.js'
import type { Lists } from './read.js'

export interface Recount {
  /** The place of the feed up to which both were counted. */
  position: number
  accounts: number
  /** The accounts whose projected ledger differs from the statements. */
  differing: string[]
}

/** The ledgers as the statements up to a position say, made in memory by the same reading and no stored state. */
export async function recountLedgers(feed: Feed, until: number): Promise<Ledger[]> {
  const ledgers = new Map<string, Ledger>()
  for (let position = 0; position < until;) {
    const entries = (await feed.lrs.feed(position, 1000)).filter((entry) => entry.position <= until)
    for (const change of changes(feed.vocabulary, entries)) if ('entry' in change) enter(ledgers, change.entry)
    position = entries.at(-1)?.position ?? until
  }
  return [...ledgers.values()]
}

function enter(ledgers: Map<string, Ledger>, { account, add }: { account: string; add: object }): void {
  const ledger: Ledger = ledgers.get(account) ?? { account, affiliations: [], certificates: [], revocations: [] }
  for (const [list, event] of Object.entries(add)) (ledger[list as keyof Lists] as unknown[]).push(event)
  ledgers.set(account, ledger)
}

export function compare(projected: Ledger[], counted: Ledger[], position: number): Recount {
  const expected = new Map(counted.map((ledger) => [ledger.account, plain(ledger)]))
  const found = new Map(projected.filter(hasEntries).map((ledger) => [ledger.account, plain(ledger)]))
  const accounts = new Set([...expected.keys(), ...found.keys()])
  const differing = [...accounts].filter((account) => !isDeepStrictEqual(expected.get(account), found.get(account)))
  return { position, accounts: accounts.size, differing }
}

/** A ledger whose only statement was voided stays as an empty document. */
const hasEntries = ({ affiliations, certificates, revocations }: Ledger) =>
  affiliations.length + certificates.length + revocations.length > 0

/** Without what the database adds or leaves out: dates as text, absent fields absent. */
const plain = (ledger: Ledger): unknown => JSON.parse(JSON.stringify(ledger))
