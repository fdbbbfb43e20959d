import type { Connection } from 'mongoose'
import type { Clock } from '../../base/clock.js'
import type { Logger } from '../../base/log.js'
import type { RemoteVersion, Vocabulary } from '../../xapi/index.js'
import type { Lrs, Position } from '../types.js'
import type { EndpointFault } from './endpoint.js'

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

/** Why something was not delivered. Each is a key of the locale `forwarding:reason`. */
export type Reason =
  | 'here' // a fault of ours: see `detail`
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

/** Which dead letters of a target: one, by its statement, or all. */
export interface Which {
  target: string
  statement?: string | undefined
}

/** What is kept of an attachment, by the SHA-2 of its data; undefined where only its address is known. */
export type FindAttachment = (sha2: string) => Promise<Buffer | undefined>

export interface ForwardingOptions {
  connection: Connection
  clock: Clock
  log: Logger
  lrs: Pick<Lrs, 'feed' | 'get' | 'last' | 'voidingsOf'> & { credentials: Pick<Lrs['credentials'], 'list'> }
  vocabulary: Pick<Vocabulary, 'extensions'>
  /** A secret of the installation: the targets' secrets are kept under a key that is made of it. */
  passphrase: string
  /** Our own address, to which nothing is forwarded. */
  ownBase: string
  /** The hosts that may have private addresses. */
  privateHosts: readonly string[]
  /** What is kept of attachments. */
  attachment?: FindAttachment
  /** For one request. */
  timeoutMs?: number
  /** From 0 up to 1. */
  random?: () => number
}

/** Sends statements to other LRSs. Everything but `tend` and `stop` is for administrators. */
export interface Forwarding {
  standings(): Promise<Standing[]>
  standing(id: string): Promise<Standing | undefined>
  /** What is wrong with an address; undefined: nothing. */
  endpointFault(endpoint: string): EndpointFault | undefined
  /** @param input with an endpoint that has no fault */
  add(input: TargetInput, secret: string, begin: Begin): Promise<Target>
  /**
   * @param secret undefined: as it is, which only goes together with the same endpoint
   * @param begin undefined: the queue stays where it is
   * @returns false where a new endpoint comes without a secret, or nothing has this id
   */
  change(id: string, input: TargetInput, secret: string | undefined, begin: Begin | undefined): Promise<boolean>
  /** Switched on, a queue goes on where it stood. */
  switch(id: string, isOn: boolean): Promise<void>
  /** Tries a target again that is paused, or waits. */
  resume(id: string): Promise<void>
  /** Forgets a target with its dead letters. */
  remove(id: string): Promise<void>
  deadLetters(target: string, limit: number): Promise<DeadLetter[]>
  /** Sends dead letters again, before whatever waits. @returns how many */
  sendAgain(which: Which): Promise<number>
  /** Forgets dead letters. @returns how many */
  dismiss(which: Which): Promise<number>
  /** Makes a dead letter of the statement at which a queue stands. */
  setAside(target: string, statement: string): Promise<void>
  /** Begins to send what waits to targets that nobody sends to; resolves when that is begun. */
  tend(): Promise<void>
  /** Resolves when nothing is being sent here. */
  settled(): Promise<void>
  /** Begins nothing more; what is being sent may end within a moment, or is cut off. */
  stop(): Promise<void>
}
