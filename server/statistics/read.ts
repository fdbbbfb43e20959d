import type { Agency } from '../accounts/index.js'
import type { Area } from '../courses/index.js'
import { readStatement, type LearningEvent, type Statement, type Vocabulary } from '../xapi/index.js'
import type { Ledger } from './evidence.js'

/** The three lists of a ledger, without their account. */
export type Lists = Omit<Ledger, 'account'>

/** What one statement adds to the ledger of its account: one entry of one list. */
export interface LedgerEntry {
  account: string
  add: { [List in keyof Lists]?: Lists[List][number] }
}

/**
 * Reads the statements that indicator 3.2.1 rests on: earned and revoked certificates, confirmed and ended
 * affiliations. Every other statement is undefined.
 */
export function ledgerEntry(vocabulary: Vocabulary, statement: Statement): LedgerEntry | undefined {
  const event = readStatement(vocabulary, statement)
  const add = event && entryOf(event, statement.id.toLowerCase())
  return add && { account: event.account, add }
}

function entryOf(event: LearningEvent, statement: string): LedgerEntry['add'] | undefined {
  const { kind, at } = event
  const { party, status } = event.affiliation
  // The platform wrote it, from its own list of agencies and areas.
  const agency = event.affiliation.agency as Agency
  switch (kind) {
    case 'affiliated':
    case 'disaffiliated':
      return { affiliations: { statement, kind, at, party, agency } }
    case 'revoked':
      return { revocations: { statement, certificate: event.certificate, at } }
    case 'earned': {
      const { certificate, course, validUntil } = event
      const areas = event.areas as Area[]
      return { certificates: { statement, certificate, course, areas, at, validUntil, party, agency, status } }
    }
    default:
      return undefined
  }
}
