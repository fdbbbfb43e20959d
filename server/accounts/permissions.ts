import type { Person } from './types.js'

/** Which rows an action may touch. Somebody with several roles has several scopes. */
export type Scope =
  { over: 'own'; account: string } | { over: 'party'; party: string } | { over: 'courses'; courses: string[] } | AllRows

interface AllRows {
  over: 'all'
  /** Only after a reason was given and recorded. */
  withReason: boolean
}

/** What an action is done to. Give what is known: a scope that asks for what is missing does not cover it. */
export interface Subject {
  account?: string | undefined
  party?: string | undefined
  course?: string | undefined
  /** Somebody with a role beyond learner. */
  staff?: boolean
  /** A reason was given and recorded. */
  reason?: boolean
}

type Rule = (person: Person) => Scope | undefined

const own: Rule = (person) => ({ over: 'own', account: person.id })
const focalPoint: Rule = ({ roles, focalPointOf }) =>
  roles.includes('focal-point') && focalPointOf ? { over: 'party', party: focalPointOf } : undefined
const trainer: Rule = ({ roles, trainerOf }) =>
  roles.includes('trainer') ? { over: 'courses', courses: trainerOf } : undefined
const secretariat: Rule = ({ roles }) =>
  roles.includes('secretariat') ? { over: 'all', withReason: false } : undefined
const secretariatWithReason: Rule = ({ roles }) =>
  roles.includes('secretariat') ? { over: 'all', withReason: true } : undefined
const administrator: Rule = ({ roles }) =>
  roles.includes('administrator') ? { over: 'all', withReason: false } : undefined

/** Nobody vouches for, opens, or gives powers to their own account; and only an administrator opens one that has powers. */
interface Permission {
  rules: readonly Rule[]
  notOneself?: true
  staffOnlyByAll?: true
}

/** Who may do what. This table is the only place where roles are turned into permissions. */
const table = {
  /** Profile, export, erasure. */
  'own-data': { rules: [own] },
  /** Who is enrolled in what since when. */
  'see-enrolments': { rules: [own, focalPoint, trainer, secretariatWithReason] },
  'see-certificates': { rules: [own, focalPoint, trainer, secretariatWithReason] },
  /** Attempts, answers, failures. */
  'see-answers': { rules: [own, trainer] },
  /** Names and addresses of people. */
  'see-names': { rules: [own, focalPoint, secretariatWithReason] },
  /** Figures without names. */
  'see-figures': { rules: [focalPoint, trainer, secretariat] },
  /** The statements behind a figure; they hold opaque ids only. */
  'see-statements': { rules: [secretariat, administrator] },
  /** The keys of other systems, and what each may do; nobody sees a secret twice. */
  'see-credentials': { rules: [administrator, secretariat] },
  /** Making, renewing, revoking. */
  'manage-credentials': { rules: [administrator] },
  /** Which Party a credential speaks for, and whether its statements count. */
  'vouch-for-credential': { rules: [secretariat] },
  'confirm-affiliation': { rules: [focalPoint, secretariat], notOneself: true },
  'reject-affiliation': { rules: [focalPoint, secretariat], notOneself: true },
  invite: { rules: [focalPoint, secretariat] },
  'hand-out-code': { rules: [focalPoint, administrator], notOneself: true, staffOnlyByAll: true },
  /** Searching for people of any Party. */
  'look-up-people': { rules: [secretariatWithReason] },
  'appoint-focal-point': { rules: [secretariat], notOneself: true },
  'give-role': { rules: [administrator], notOneself: true },
  'see-audit': { rules: [administrator] },
  /** Which other LRSs get statements, and with which secrets. */
  'forward-statements': { rules: [administrator] },
  'revoke-certificate': { rules: [secretariat] },
  /** Which packages are served, and what is wrong with those that are not. */
  'see-course-state': { rules: [trainer, administrator] },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof table
export const actions = Object.keys(table) as Action[]

export interface Permissions {
  /** May this person do it: to that subject; without one, to anything at all? */
  may(person: Person | undefined, action: Action, subject?: Subject): boolean
  /** To which rows; none: an empty list. */
  rows(person: Person | undefined, action: Action): Scope[]
}

export const permissions: Permissions = { may, rows }

function rows(person: Person | undefined, action: Action): Scope[] {
  if (!person) return []
  return table[action].rules.map((rule) => rule(person)).filter((scope) => scope !== undefined)
}

function may(person: Person | undefined, action: Action, subject?: Subject): boolean {
  const limits: Permission = table[action]
  if (person && limits.notOneself && subject?.account === person.id) return false
  return rows(person, action).some(
    (scope) =>
      !subject || (covers(scope, subject) && !(limits.staffOnlyByAll && subject.staff && scope.over !== 'all')),
  )
}

function covers(scope: Scope, subject: Subject): boolean {
  switch (scope.over) {
    case 'all':
      return !scope.withReason || subject.reason === true
    case 'own':
      return subject.account === scope.account
    case 'party':
      return subject.party === scope.party
    case 'courses':
      return subject.course !== undefined && scope.courses.includes(subject.course)
  }
}

/** A person as the subject of an action. Whoever was told 'not of our Party' is no longer that Party's business. */
export function subjectOf({ id, affiliation, roles }: Person): Subject {
  return {
    account: id,
    party: affiliation.rejectedAt ? undefined : affiliation.party,
    staff: roles.some((role) => role !== 'learner'),
  }
}
