import type { Connection } from 'mongoose'
import { credentialModel, type CredentialDocument } from './model.js'

export interface CredentialStore {
  createIndexes(): Promise<void>
  byId(id: string): Promise<CredentialDocument | undefined>
  byKey(key: string): Promise<CredentialDocument | undefined>
  /** The oldest first. */
  all(): Promise<CredentialDocument[]>
  insert(document: CredentialDocument): Promise<void>
  /** Makes the credential of a key what the settings say, whether or not there was one. */
  put(document: CredentialDocument): Promise<void>
  /** Marks the credential of this key, and no other, as that of the settings. */
  markOfSettings(key: string | undefined): Promise<void>
  /**
   * Puts a hash in the place of another.
   * @param oldUntil until when the other is good, too; absent: no longer
   * @returns false where the credential is revoked, or its hash another by now
   */
  replaceHash(id: string, hashes: { old: string; new: string; oldUntil?: Date | undefined }): Promise<boolean>
  /** @returns false where there is no such credential */
  vouch(id: string, vouched: { party: string | undefined; counts: boolean }): Promise<boolean>
  /** Notes a use, unless a later one is noted. */
  used(id: string, at: Date): Promise<void>
  revoke(id: string, at: Date, reason: string | undefined): Promise<void>
}

export function createCredentialStore(connection: Connection): CredentialStore {
  const model = credentialModel(connection)
  return {
    createIndexes: () => model.createIndexes(),
    byId: async (id) => (await model.findById(id).lean()) ?? undefined,
    byKey: async (key) => (await model.findOne({ key }).lean()) ?? undefined,
    all: () => model.find().sort({ createdAt: 1 }).lean(),
    async insert(document) {
      await model.create(document)
    },
    async put({ _id, createdAt, counts, key, name, hash, scopes }) {
      const change = {
        $set: { name, hash, scopes },
        $unset: { previous: 1, expiresAt: 1, revokedAt: 1, revocationReason: 1 },
        $setOnInsert: { _id, createdAt, counts },
      } as const
      await model.updateOne({ key }, change, { upsert: true })
    },
    async markOfSettings(key) {
      const others = key === undefined ? {} : { key: { $ne: key } }
      await model.updateMany({ ...others, isOfSettings: true }, { $unset: { isOfSettings: 1 } })
      if (key !== undefined) await model.updateOne({ key }, { $set: { isOfSettings: true } })
    },
    async replaceHash(id, { old, new: hash, oldUntil }) {
      const previous = oldUntil && { hash: old, until: oldUntil }
      const change = { $set: { hash, ...(previous && { previous }) }, ...(!previous && { $unset: { previous: 1 } }) }
      return (await model.updateOne({ _id: id, hash: old, revokedAt: { $exists: false } }, change)).matchedCount === 1
    },
    async vouch(id, { party, counts }) {
      const change =
        party === undefined ? { $set: { counts }, $unset: { party: 1 as const } } : { $set: { counts, party } }
      return (await model.updateOne({ _id: id }, change)).matchedCount === 1
    },
    async used(id, at) {
      await model.updateOne({ _id: id }, { $max: { lastUsedAt: at } })
    },
    async revoke(id, at, revocationReason) {
      const change = { $set: { revokedAt: at, ...(revocationReason && { revocationReason }) }, $unset: { previous: 1 } }
      await model.updateOne({ _id: id, revokedAt: { $exists: false } }, change)
    },
  }
}
