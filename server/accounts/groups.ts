/** Groups of the United Nations by which figures are shown. */
export const groups = ['ldc', 'lldc', 'sids'] as const
export type Group = (typeof groups)[number]

/** The day to which parties.csv speaks: before it, a membership without `from` is likely but not known. */
export const asSeenOn = new Date('2026-11-01T00:00:00Z')

/** A Party in a group from `from` (inclusive; undefined: already when it was seen) to `to` (exclusive). */
export interface Membership {
  group: Group
  code: string
  from: Date | undefined
  to: Date | undefined
}

/** Something that happened after the list was made: see parties.md. */
export type MembershipChange = Membership

/** The memberships that were seen, ended and begun by the changes in their order. */
export function applyChanges(seen: Membership[], changes: MembershipChange[]): Membership[] {
  return changes.reduce((all, change) => (change.from ? [...all, change] : end(all, change)), seen)
}

/** @throws Error for the end of a membership that nobody has seen: a slip of the pen in the data */
function end(all: Membership[], { group, code, to }: MembershipChange): Membership[] {
  const open = all.find((one) => one.group === group && one.code === code && one.to === undefined)
  if (!open || !to) throw new Error(`group-changes.csv: ${code} has no open membership of ${group} to end`)
  return all.map((one) => (one === open ? { ...one, to } : one))
}

/**
 * Who is in a group on a date.
 * @returns `certain` is false for a date before the list was made: those without a known beginning are counted in
 */
export function membersOn(all: Membership[], group: Group, on: Date): { codes: string[]; certain: boolean } {
  const codes = all
    .filter((one) => one.group === group && (!one.from || one.from <= on) && (!one.to || on < one.to))
    .map((one) => one.code)
  return { codes, certain: on >= asSeenOn }
}
