import type { Connection } from 'mongoose'
import { accessModel, type AccessDocument, type AccessKind } from './model.js'
import type { PartyCode } from './types.js'

export type Access = AccessDocument

export interface AccessStore {
  /** Keeps one; a second under the same id takes the place of the first. */
  put(access: Access): Promise<void>
  find(id: string, kinds: AccessKind[], now: Date): Promise<Access | undefined>
  /** Uses up one of its attempts before anything is compared. */
  attempt(id: string, now: Date): Promise<Access | undefined>
  remove(id: string): Promise<void>
  /** Makes void whatever was given to an account or an address. */
  removeOf(who: { account: string; emailKey?: string }): Promise<void>
  /** The invitations that may still be accepted, for a Party or by the Secretariat; the newest first. */
  invitations(of: { party: PartyCode } | { how: 'secretariat' }, now: Date): Promise<Access[]>
  /** Makes void the invitations of an address to a Party, but for one. */
  removeInvitations(to: { emailKey: string; party: PartyCode }, except: string): Promise<void>
  sweep(now: Date): Promise<void>
}

/** So many invitations stand on a page. */
const listAtMost = 500

export function createAccessStore(connection: Connection): AccessStore {
  const access = accessModel(connection)
  const valid = (id: string, kinds: AccessKind[], now: Date) => ({
    _id: id,
    kind: { $in: kinds },
    expiresAt: { $gt: now },
  })
  return {
    async put(document) {
      await access.replaceOne({ _id: document._id }, document, { upsert: true })
    },
    find: async (id, kinds, now) => (await access.findOne(valid(id, kinds, now)).lean()) ?? undefined,
    attempt: async (id, now) =>
      (await access
        .findOneAndUpdate(
          { ...valid(id, ['code'], now), attemptsLeft: { $gt: 0 } },
          { $inc: { attemptsLeft: -1 } },
          { returnDocument: 'after' },
        )
        .lean()) ?? undefined,
    async remove(id) {
      await access.deleteOne({ _id: id })
    },
    async removeOf({ account, emailKey }) {
      await access.deleteMany({ $or: [{ account }, ...(emailKey ? [{ emailKey }] : [])] })
    },
    invitations: (of, now) =>
      access
        .find({ ...of, kind: 'invitation', expiresAt: { $gt: now } })
        .sort({ createdAt: -1, _id: 1 })
        .limit(listAtMost)
        .lean(),
    async removeInvitations({ emailKey, party }, except) {
      await access.deleteMany({ emailKey, party, kind: 'invitation', _id: { $ne: except } })
    },
    async sweep(now) {
      await access.deleteMany({ expiresAt: { $lte: now } })
    },
  }
}
