import type { Connection } from 'mongoose'
import { credentialModel, type CredentialDocument } from './model.js'

export interface CredentialStore {
  createIndexes(): Promise<void>
  byKey(key: string): Promise<CredentialDocument | undefined>
  all(): Promise<CredentialDocument[]>
  insert(document: CredentialDocument): Promise<void>
  /** Makes the credential of a key what is given, whether or not there was one. */
  put(document: CredentialDocument): Promise<void>
  revoke(id: string, at: Date): Promise<void>
}

export function createCredentialStore(connection: Connection): CredentialStore {
  const model = credentialModel(connection)
  return {
    createIndexes: () => model.createIndexes(),
    byKey: async (key) => (await model.findOne({ key }).lean()) ?? undefined,
    all: () => model.find().sort({ createdAt: 1 }).lean(),
    async insert(document) {
      await model.create(document)
    },
    async put({ _id, createdAt, key, name, hash }) {
      const change = { $set: { name, hash }, $unset: { revokedAt: 1 }, $setOnInsert: { _id, createdAt } }
      await model.updateOne({ key }, change, { upsert: true })
    },
    async revoke(id, at) {
      await model.updateOne({ _id: id, revokedAt: { $exists: false } }, { $set: { revokedAt: at } })
    },
  }
}
