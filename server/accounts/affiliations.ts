import type { Clock } from '../base/clock.js'
import { AppError, conflict } from '../base/errors.js'
import {
  affiliationAt,
  claim,
  confirm,
  reject,
  samePlace,
  type Change,
  type Happening,
  type History,
  type Place,
  type Way,
} from './affiliation.js'
import type { AffiliationsStore, PlaceCount } from './affiliations-store.js'
import type { Affiliation, AffiliationStatus, PartyCode } from './types.js'

export interface Affiliations {
  /** Where an account belongs, or belonged at a moment; also after its person was erased. */
  of(account: string, at?: Date): Promise<Affiliation | undefined>
  history(account: string): Promise<History | undefined>
  histories(accounts: string[]): Promise<Map<string, History>>
  accountsOf(party: PartyCode, status: AffiliationStatus): Promise<string[]>
  /** The claims that nobody has confirmed or rejected, for a Party or for all; the oldest first. */
  claims: AffiliationsStore['claims']
  counts(): Promise<PlaceCount[]>
  /** Resolves when the change, and what it causes, is stored. Each is harmless when repeated. */
  claim(account: string, place: Place): Promise<void>
  confirm(account: string, place: Place, vouched: { by: string; how: Way; at?: Date }): Promise<void>
  /** Confirms a claim as it was shown. @throws AppError 409 'claim-changed' where it is another by now, or rejected */
  confirmClaim(account: string, shown: Place, vouched: { by: string; how: Way }): Promise<void>
  /** Rejects an affiliation as it was shown. @throws AppError 409 'claim-changed' where it is another by now */
  reject(account: string, shown: Place, by: string): Promise<void>
}

export interface AffiliationsDependencies {
  store: AffiliationsStore
  clock: Clock
  /** The statement of a happening, as JSON. */
  statementOf(account: string, happening: Happening): Promise<string>
  /** Records the statements that wait in an account's document. */
  drain(account: string): Promise<void>
  onChange(account: string): void
}

/** Somebody who loses this often against others' changes of the same account meets a fault, not bad luck. */
const tries = 5

export function createAffiliations(deps: AffiliationsDependencies): Affiliations {
  const { store, clock } = deps
  const change = (account: string, rule: (history: History | undefined) => Change) => changeOne(deps, account, rule)
  return {
    of: async (account, at) => {
      const kept = await store.find(account)
      return kept && affiliationAt(kept.history, at)
    },
    history: async (account) => (await store.find(account))?.history,
    histories: (accounts) => store.findMany(accounts),
    accountsOf: (party, status) => store.accountsOf(party, status),
    claims: (party) => store.claims(party),
    counts: () => store.counts(),
    claim: (account, place) => change(account, (history) => claim(history, account, place, clock.now())),
    confirm: (account, place, { by, how, at = clock.now() }) =>
      change(account, (history) => confirm(history, account, place, { by, how, at })),
    confirmClaim: (account, shown, { by, how }) =>
      change(account, (history) => {
        if (!history || !isAt(history, shown) || history.current.rejectedAt) throw conflict('claim-changed')
        return confirm(history, account, shown, { by, how, at: clock.now() })
      }),
    reject: (account, shown, by) =>
      change(account, (history) => {
        if (!history || !isAt(history, shown)) throw conflict('claim-changed')
        return reject(history, { by, at: clock.now() })
      }),
  }
}

const isAt = ({ current }: History, shown: Place) => samePlace(current, shown)

/** Reads, applies the rule, and writes if nobody else has written since; else begins anew. */
async function changeOne(
  deps: AffiliationsDependencies,
  account: string,
  rule: (history: History | undefined) => Change,
): Promise<void> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const kept = await deps.store.find(account)
    const change = rule(kept?.history)
    if (!change) return
    const statements = await Promise.all(change.happenings.map((one) => deps.statementOf(account, one)))
    if (!(await deps.store.save(change.history, kept?.revision, statements))) continue
    deps.onChange(account)
    if (statements.length > 0) await deps.drain(account)
    return
  }
  throw new AppError(409, 'busy')
}
