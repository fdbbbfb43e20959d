import type { Connection } from 'mongoose'
import { personModel, type PersonDocument } from './model.js'
import type { PartyCode } from './types.js'
import { unlessTaken } from './unless-taken.js'

export type StoredPerson = PersonDocument

/** Roles have a store of their own. */
type Changeable = Omit<PersonDocument, '_id' | 'epoch' | 'createdAt' | 'roles' | 'trainerOf' | 'focalPointOf'>

export interface PersonChange {
  set?: Partial<Changeable>
  unset?: (keyof Changeable)[]
  /** Ends every session of the person. */
  endSessions?: boolean
}

export interface PeopleStore {
  find(id: string): Promise<StoredPerson | undefined>
  findMany(ids: string[]): Promise<StoredPerson[]>
  findByEmail(emailKey: string): Promise<StoredPerson | undefined>
  /** @returns false where the address is taken: nothing was written */
  add(person: StoredPerson): Promise<boolean>
  /**
   * @param only where these are the person's still
   * @returns false where there is no such person, or the new address is taken: nothing was written
   */
  update(id: string, change: PersonChange, only?: Partial<Pick<StoredPerson, 'name' | 'emailKey'>>): Promise<boolean>
  /** The newest registration of an address that nobody confirmed is the right one, and waits anew. */
  registerAgain(
    emailKey: string,
    set: Pick<StoredPerson, 'name' | 'email' | 'language' | 'registration' | 'searchWords' | 'createdAt'>,
  ): Promise<boolean>
  /**
   * A registration that is being confirmed is not swept away meanwhile.
   * @returns false where there is no such person
   */
  keep(id: string, now: Date): Promise<boolean>
  /** @returns false where there was none: somebody else deleted it */
  delete(id: string): Promise<boolean>
  /** @returns false where the registration is confirmed, or was made again, by now: nothing was deleted */
  deleteUnconfirmed(id: string, before: Date): Promise<boolean>
  /** A page of people by name, of those with these ids. */
  page(ids: string[], options: { skip: number; limit: number }): Promise<StoredPerson[]>
  /** Registered for a Party, address not confirmed yet. */
  unconfirmedOf(party: PartyCode, options: { skip: number; limit: number }): Promise<StoredPerson[]>
  countUnconfirmedOf(party: PartyCode): Promise<number>
  /** People in whom every one of these words begins a word of the name, or the address. */
  search(words: string[], limit: number): Promise<StoredPerson[]>
  erasing(): Promise<string[]>
  /** Those of these ids whose people are there, and not being erased. */
  existing(ids: string[]): Promise<string[]>
  /** @returns false where a focal point was told in the meantime: nothing was written */
  markTold(id: string, last: Date | undefined, now: Date): Promise<boolean>
  /** Ids of those whom somebody refused after a moment. */
  refusedBy(by: string, since: Date): Promise<string[]>
  /** Ids of those who registered before a moment and never confirmed their address. */
  neverConfirmed(before: Date): Promise<string[]>
}

/** Accents and case do not part names in a list. */
const byName = { locale: 'en', strength: 1 } as const

export function createPeopleStore(connection: Connection): PeopleStore {
  const people = personModel(connection)
  const ids = async (filter: object) => (await people.find(filter, { _id: 1 }).lean()).map(({ _id }) => _id)
  return {
    find: async (id) => (await people.findById(id).lean()) ?? undefined,
    findMany: (wanted) => people.find({ _id: { $in: wanted } }).lean(),
    findByEmail: async (emailKey) => (await people.findOne({ emailKey }).lean()) ?? undefined,
    add: (person) => unlessTaken(async () => Boolean(await people.create(person))),
    update: (id, change, only = {}) =>
      unlessTaken(async () => (await people.updateOne({ ...only, _id: id }, toUpdate(change))).matchedCount === 1),
    registerAgain: async (emailKey, set) =>
      (await people.updateOne({ emailKey, emailConfirmed: false }, { $set: set })).matchedCount === 1,
    keep: async (id, now) => {
      await people.updateOne({ _id: id, emailConfirmed: false }, { $set: { createdAt: now } })
      return (await people.exists({ _id: id })) !== null
    },
    deleteUnconfirmed: async (id, before) =>
      (await people.deleteOne({ _id: id, ...neverConfirmed(before) })).deletedCount === 1,
    delete: async (id) => (await people.deleteOne({ _id: id })).deletedCount === 1,
    page: (wanted, { skip, limit }) =>
      people
        .find({ _id: { $in: wanted } })
        .collation(byName)
        .sort({ name: 1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean(),
    unconfirmedOf: (party, { skip, limit }) =>
      people
        .find({ 'registration.party': party, emailConfirmed: false })
        .collation(byName)
        .sort({ name: 1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean(),
    countUnconfirmedOf: (party) => people.countDocuments({ 'registration.party': party, emailConfirmed: false }),
    search: (words, limit) =>
      people
        .find({ $and: words.map((word) => ({ searchWords: beginningWith(word) })) })
        .sort({ name: 1 })
        .limit(limit)
        .lean(),
    erasing: () => ids({ erasing: true }),
    existing: (wanted) => ids({ _id: { $in: wanted }, erasing: { $ne: true } }),
    markTold: async (id, last, now) => {
      const as = { _id: id, toldOfClaims: last ?? { $exists: false } }
      return (await people.updateOne(as, { $set: { toldOfClaims: now } })).matchedCount === 1
    },
    refusedBy: (by, since) => ids({ 'rejection.by': by, 'rejection.at': { $gt: since } }),
    neverConfirmed: (before) => ids(neverConfirmed(before)),
  }
}

const neverConfirmed = (before: Date) => ({
  emailConfirmed: false,
  createdAt: { $lt: before },
  roles: { $size: 0 },
})

function toUpdate({ set = {}, unset = [], endSessions = false }: PersonChange) {
  return {
    ...(Object.keys(set).length > 0 ? { $set: set } : {}),
    ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, 1])) } : {}),
    ...(endSessions ? { $inc: { epoch: 1 } } : {}),
  }
}

const beginningWith = (word: string) => new RegExp(`^${word.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&')}`)
