import type { PartyCode } from './types.js'

/** A role with what belongs to it: a trainer's courses (slugs), a focal point's Party. */
export type Grant =
  | { role: 'secretariat' | 'administrator' }
  | { role: 'trainer'; courses: string[] }
  | { role: 'focal-point'; party: PartyCode }

export type GivenRole = Grant['role']
export const givenRoles = ['trainer', 'focal-point', 'secretariat', 'administrator'] as const
