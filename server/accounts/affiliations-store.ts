import type { Connection } from 'mongoose'
import type { OutboxCollection } from '../lrs/index.js'
import type { History } from './affiliation.js'
import { affiliationModel, type AffiliationDocument } from './model.js'
import type { Agency, AffiliationStatus, PartyCode } from './types.js'
import { unlessTaken } from './unless-taken.js'

/** A history, and the revision that its change must name. */
export interface Kept {
  history: History
  revision: number
}

/** How many accounts claim, or are confirmed at, a place. Rejected claims are not counted. */
export interface PlaceCount {
  party: PartyCode
  agency: Agency
  status: AffiliationStatus
  count: number
}

export interface AffiliationsStore {
  /** Whose documents have the outboxes. */
  collection: OutboxCollection
  find(account: string): Promise<Kept | undefined>
  findMany(accounts: string[]): Promise<Map<string, History>>
  /**
   * Keeps a changed history with the statements it causes, in one write.
   * @param from the revision it was made of; undefined: there was none
   * @returns false where somebody else was faster: nothing was written
   */
  save(history: History, from: number | undefined, statements: string[]): Promise<boolean>
  /** The accounts whose present affiliation is this Party's, without rejected claims. */
  accountsOf(party: PartyCode, status: AffiliationStatus): Promise<string[]>
  /** The claims that nobody has confirmed or rejected, for a Party or for all; the oldest first. */
  claims(party?: PartyCode): Promise<{ account: string; party: PartyCode; claimedAt: Date }[]>
  counts(): Promise<PlaceCount[]>
}

const notRejected = { 'current.rejectedAt': { $exists: false } }

export function createAffiliationsStore(connection: Connection): AffiliationsStore {
  const affiliations = affiliationModel(connection)
  return {
    collection: affiliations.collection,
    async find(account) {
      const found = await affiliations.findById(account).lean()
      return found ? { history: toHistory(found), revision: found.revision } : undefined
    },
    async findMany(accounts) {
      const found = await affiliations.find({ _id: { $in: accounts } }).lean()
      return new Map(found.map((document) => [document._id, toHistory(document)]))
    },
    async save({ account, current, past }, from, statements) {
      const first = { _id: account, current, past, revision: 1, outbox: statements }
      if (from === undefined) return unlessTaken(async () => Boolean(await affiliations.create(first)))
      const { matchedCount } = await affiliations.updateOne(
        { _id: account, revision: from },
        { $set: { current, past, revision: from + 1 }, $push: { outbox: { $each: statements } } },
      )
      return matchedCount === 1
    },
    async accountsOf(party, status) {
      const confirmed = { 'current.confirmedAt': { $exists: status === 'confirmed' } }
      const found = await affiliations.find({ 'current.party': party, ...confirmed, ...notRejected }, { _id: 1 }).lean()
      return found.map(({ _id }) => _id)
    },
    async claims(party) {
      const unconfirmed = { 'current.confirmedAt': { $exists: false }, ...notRejected }
      const found = await affiliations
        .find({ ...(party === undefined ? {} : { 'current.party': party }), ...unconfirmed }, { current: 1 })
        .sort({ 'current.claimedAt': 1, _id: 1 })
        .lean()
      return found.map(({ _id, current }) => ({ account: _id, party: current.party, claimedAt: current.claimedAt }))
    },
    counts: () =>
      affiliations.aggregate<PlaceCount>([
        { $match: notRejected },
        {
          $group: {
            _id: {
              party: '$current.party',
              agency: '$current.agency',
              status: { $cond: [{ $gt: ['$current.confirmedAt', null] }, 'confirmed', 'claimed'] },
            },
            count: { $sum: 1 },
          },
        },
        { $replaceRoot: { newRoot: { $mergeObjects: ['$_id', { count: '$count' }] } } },
      ]),
  }
}

const toHistory = ({ _id, current, past }: AffiliationDocument): History => ({ account: _id, current, past })
