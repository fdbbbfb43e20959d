import type { Affiliation, AffiliationStatus, Agency, PartyCode } from './types.js'

/** Where somebody says to work. */
export interface Place {
  party: PartyCode
  agency: Agency
}

/** Who vouched: by an invitation, as the Party's focal point, as the Secretariat, or at the server's keyboard. */
export const ways = ['invitation', 'focal-point', 'secretariat', 'command'] as const
export type Way = (typeof ways)[number]

/** One affiliation of an account, from its claim to its end. `confirmedBy` and `rejectedBy` are opaque ids. */
export interface Entry extends Place {
  claimedAt: Date
  confirmedAt?: Date
  confirmedBy?: string
  how?: Way
  rejectedAt?: Date
  rejectedBy?: string
  endedAt?: Date
}

/** All affiliations of an account; nothing in it says who the person is. `past` is in the order of ending. */
export interface History {
  account: string
  current: Entry
  past: Entry[]
}

/**
 * What statements tell of: an affiliation was confirmed, or one ended; also one that was only claimed, when it is
 * rejected or another takes its place.
 */
export interface Happening extends Place {
  kind: 'affiliated' | 'disaffiliated'
  /** As it stood before it ended. */
  status: AffiliationStatus
  at: Date
}

/** A rule's answer: the history as it is to be, and what happened by it; undefined where nothing changes. */
export type Change = { history: History; happenings: Happening[] } | undefined

export const samePlace = (a: Place, b: Place) => a.party === b.party && a.agency === b.agency
const justPlace = ({ party, agency }: Place): Place => ({ party, agency })

/** A person says where they work: unconfirmed, whatever was confirmed before. */
export function claim(history: History | undefined, account: string, place: Place, at: Date): Change {
  const current: Entry = { ...justPlace(place), claimedAt: at }
  if (!history) return { history: { account, current, past: [] }, happenings: [] }
  if (samePlace(history.current, place) && !history.current.rejectedAt) return undefined
  return replace(history, current, at)
}

/** Somebody who may do so vouches for a place: the claimed one, or another, which then takes its place. */
export function confirm(
  history: History | undefined,
  account: string,
  place: Place,
  { by, how, at }: { by: string; how: Way; at: Date },
): Change {
  const stamp = { confirmedAt: at, confirmedBy: by, how }
  const same = history !== undefined && samePlace(history.current, place)
  if (same && history.current.confirmedAt) return undefined
  if (same && !history.current.rejectedAt)
    return {
      history: { ...history, current: { ...history.current, ...stamp } },
      happenings: [began(place, at)],
    }
  const current: Entry = { ...justPlace(place), claimedAt: at, ...stamp }
  const change = history ? replace(history, current, at) : { history: { account, current, past: [] }, happenings: [] }
  return {
    history: change.history,
    happenings: [...change.happenings, began(place, at)],
  }
}

/** Somebody who may do so says that the claim is not right, or no longer: it ends, confirmed or not. */
export function reject(history: History, { by, at }: { by: string; at: Date }): Change {
  const { current } = history
  if (current.rejectedAt) return undefined
  const rejected = { rejectedAt: at, rejectedBy: by }
  if (!current.confirmedAt)
    return { history: { ...history, current: { ...current, ...rejected } }, happenings: [ended(current, at)] }
  return replace(history, { ...justPlace(current), claimedAt: at, ...rejected }, at)
}

function replace(history: History, current: Entry, at: Date): { history: History; happenings: Happening[] } {
  const before = history.current
  return {
    history: { ...history, current, past: [...history.past, { ...before, endedAt: at }] },
    // A rejected claim ended when it was rejected.
    happenings: before.rejectedAt ? [] : [ended(before, at)],
  }
}

const began = (place: Place, at: Date): Happening => ({
  kind: 'affiliated',
  ...justPlace(place),
  status: 'confirmed',
  at,
})

const ended = (entry: Entry, at: Date): Happening => ({
  kind: 'disaffiliated',
  ...justPlace(entry),
  status: entry.confirmedAt ? 'confirmed' : 'claimed',
  at,
})

/** The affiliation as it stood at a moment; undefined before the first claim. */
export function affiliationAt({ current, past }: History, at?: Date): Affiliation | undefined {
  if (!at) return asSeen(current)
  const entry = [current, ...past.toReversed()].find((one) => one.claimedAt <= at && (!one.endedAt || at < one.endedAt))
  return entry && asSeen(entry, at)
}

function asSeen(entry: Entry, at?: Date): Affiliation {
  const happened = (moment: Date | undefined) => (moment && (!at || moment <= at) ? moment : undefined)
  const confirmedAt = happened(entry.confirmedAt)
  const rejectedAt = happened(entry.rejectedAt)
  return {
    ...justPlace(entry),
    status: confirmedAt ? 'confirmed' : 'claimed',
    since: confirmedAt ?? entry.claimedAt,
    ...(rejectedAt ? { rejectedAt } : {}),
  }
}
