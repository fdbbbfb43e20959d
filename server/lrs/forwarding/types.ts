import type { RemoteVersion } from '../../xapi/index.js'
import type { Position } from '../types.js'

/** Which statements a target gets. An empty list asks for nothing. */
export interface Filter {
  /** Verb ids. */
  verbs: string[]
  /** Activity ids: of the object, or of any activity in the context. */
  activities: string[]
  /** Codes of Parties: of the person, or of the credential that sent the statement. */
  parties: string[]
  /** Only what the platform itself stored, or what holders of credentials sent, too. */
  origin: 'own' | 'all'
  /** Credentials that belong to the target: what came with them is not sent back. */
  notFrom: string[]
}

/** What an administrator says of a target. */
export interface TargetInput {
  name: string
  endpoint: string
  key: string
  version: RemoteVersion
  filter: Filter
}

/** Where a target's queue begins: behind what is stored now, or at the first statement. */
export type Begin = 'now' | 'start'

/** Why something was not delivered. Each is a key of the locale `administration:forwarding.reason`. */
export type Reason =
  | 'network' // no answer: see `detail`
  | 'server' // 5xx
  | 'too-many' // 429
  | 'not-an-lrs' // an answer, but none that the specification knows: a redirect, a page, a 404
  | 'unauthorized' // 401: the key or secret
  | 'forbidden' // 403: the credential's scope
  | 'secret' // the secret cannot be decrypted
  | 'refusals' // too many statements refused in a row
  | 'invalid' // 400 and the like for one statement
  | 'too-large' // 413 for one statement
  | 'different' // another statement has its id there
  | 'not-comparable' // one with its id is there, and cannot be read
  | 'set-aside' // an administrator said so

/** What happened, and what was answered. */
export interface Trouble {
  reason: Reason
  status?: number
  /** The code of a network failure, or the beginning of the answer. */
  detail?: string
  /** The statement that it is about, where it is about one. */
  statement?: string
}

/** A trouble that lasts. */
export interface Failure extends Trouble {
  /** When the first try failed since the last that did not, and the last one. */
  since: Date
  at: Date
  times: number
}

/** Another LRS that gets statements, without its secret. */
export interface Target extends TargetInput {
  id: string
  createdAt: Date
  /** Switched on by an administrator. */
  isOn: boolean
  /** Up to here everything was delivered, passed over, or set aside as a dead letter. */
  position: Position
  /** How many statements it was sent, all told. */
  delivered: number
  deliveredAt?: Date
  /** What keeps the queue from going on; it is tried again at `nextTryAt`. */
  failure?: Failure
  nextTryAt?: Date
  /** Since when it is not tried any more until an administrator resumes it. */
  pausedAt?: Date
  /** Since when the queue was never empty. */
  behindSince?: Date
}

/** A statement that a target refuses for good. */
export interface DeadLetter extends Trouble {
  target: string
  statement: string
  position: Position
  at: Date
  /** It waits to be sent again. */
  again: boolean
}

/** How a target stands. */
export interface Standing {
  target: Target
  state: 'off' | 'paused' | 'failing' | 'behind' | 'up-to-date'
  /** Statements behind its position; those that the filter will pass over are among them. */
  waiting: number
  /** When the first of them was stored. */
  waitingSince?: Date
  deadLetters: number
  /** The queue has not drained for too long. */
  isStuck: boolean
}
