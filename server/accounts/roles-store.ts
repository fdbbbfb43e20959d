import type { Connection } from 'mongoose'
import type { GivenRole, Grant } from './grants.js'
import { personModel } from './model.js'
import type { PartyCode, Role } from './types.js'

/** The roles of people. Each change is one write that names only its own role: of two at once, both are done. */
export interface RolesStore {
  /**
   * Gives a role, or changes what belongs to it.
   * @param unconfirmed also to an address that is not confirmed yet
   * @returns false where nobody was there to get it: nothing was written
   */
  give(account: string, grant: Grant, options?: { unconfirmed?: boolean }): Promise<boolean>
  take(account: string, role: GivenRole): Promise<void>
  /** Ends being the focal point of one Party; who is another's by now, stays that. */
  endPost(account: string, party: PartyCode): Promise<void>
  /** Whether nobody else could administer the College: who is unconfirmed or being erased cannot. */
  isLastAdministrator(account: string): Promise<boolean>
  /** The accounts that hold a role, by name. */
  holders(role: Role): Promise<string[]>
}

export function createRolesStore(connection: Connection): RolesStore {
  const people = personModel(connection)
  return {
    async give(account, grant, { unconfirmed = false } = {}) {
      const whom = { _id: account, erasing: { $ne: true }, ...(unconfirmed ? {} : { emailConfirmed: true }) }
      const { matchedCount } = await people.updateOne(whom, {
        $addToSet: { roles: grant.role },
        $set: belongings(grant),
      })
      return matchedCount === 1
    },
    async take(account, role) {
      await people.updateOne({ _id: account }, { $pull: { roles: role }, ...without[role] })
    },
    async endPost(account, party) {
      const post = { _id: account, focalPointOf: party }
      await people.updateOne(post, { $pull: { roles: 'focal-point' }, ...without['focal-point'] })
    },
    async isLastAdministrator(account) {
      const able = { roles: 'administrator' as const, emailConfirmed: true, erasing: { $ne: true } }
      if (!(await people.exists({ ...able, _id: account }))) return false
      return (await people.exists({ ...able, _id: { $ne: account } })) === null
    },
    holders: async (role) =>
      (await people.find({ roles: role }, { _id: 1 }).sort({ name: 1 }).lean()).map(({ _id }) => _id),
  }
}

/** What belongs to a role that is given. */
function belongings(grant: Grant): { trainerOf?: string[]; focalPointOf?: PartyCode } {
  if (grant.role === 'trainer') return { trainerOf: grant.courses }
  return grant.role === 'focal-point' ? { focalPointOf: grant.party } : {}
}

/** What goes with a role that is taken. */
const without = {
  trainer: { $set: { trainerOf: [] } },
  'focal-point': { $unset: { focalPointOf: 1 } },
  secretariat: {},
  administrator: {},
} as const satisfies Record<GivenRole, object>
