import type { Router } from 'express'
import type { Agent, Statement } from '../xapi/index.js'
import type { Attachments } from './attachments/store.js'
import type { Credentials } from './credentials/credentials.js'
import type { OwnData } from './documents/own-data.js'
import type { Outbox } from './outbox/outbox.js'

/**
 * A statement's place in the order of storing: 1, 2, 3 … without a gap, but for entries of the journal that had to be
 * set aside. Later ones never have an earlier `stored`.
 */
export type Position = number

/** Where a statement came from: the platform itself, or somebody who holds a credential (its id follows the colon). */
export type Origin = 'platform' | `credential:${string}`

/** A statement as it is kept. */
export interface StoredStatement {
  position: Position
  /** With everything that the LRS adds: id, stored, authority, timestamp, version. */
  statement: Statement
  stored: Date
  origin: Origin
  /** The Party for which it counts in statistics though the platform did not make it: decided when it was stored. */
  countsFor?: string
  voided: boolean
}

/** One step of the feed. `voided` says how it stands when it is read; a voiding statement has a place of its own. */
export type FeedEntry = StoredStatement

/**
 * What can be asked: what the specification has (xAPI 1.0.3, Communication 2.1.3), and, for our own pages, who stored it
 * and between which positions. All conditions must hold.
 */
export interface StatementQuery {
  agent?: Agent
  /** Also where the agent is authority, instructor, team, or in a sub-statement. */
  relatedAgents?: boolean
  verb?: string
  activity?: string
  /** Also where the activity is in the context or in a sub-statement. */
  relatedActivities?: boolean
  registration?: string
  /** The agent that answers for it. */
  authority?: Agent
  /** With the authority of that origin, so that the search has an index. */
  origin?: Origin
  /** Behind this position, and before that one. */
  after?: Position
  before?: Position
  /** Stored after this moment. */
  since?: Date
  /** Stored at or before this moment. */
  until?: Date
  /** 0 or absent: as many as one page holds. */
  limit?: number
  /** Oldest first; else newest first. */
  ascending?: boolean
}

/** Statements that were committed together and cannot be made readable: nobody was told that they are stored. */
export interface SetAside {
  /** The number of their entry in the journal. */
  entry: number
  /** The position of the first of them. */
  first: Position
  count: number
  at: Date
  reason: string
}

/** The learning record store: every statement, once, in the order of storing. */
export interface Lrs {
  /**
   * Stores statements, all or none. Those that are already there and the same are passed over.
   * Resolves when they are durable and can be read.
   * @throws StatementConflict where an id already names another statement
   * @throws InvalidStatement where one breaks the specification
   * @throws VoidingForbidden where one voids what another origin stored
   * @throws LrsError 413 'too-large', 400 'too-many-names'
   */
  record(statements: Statement[], origin: Origin): Promise<void>
  get(id: string): Promise<StoredStatement | undefined>
  /**
   * A page of statements that are not voided.
   * @param query conditions, or the `more` of the page before, which holds them
   * @throws LrsError 400 where `more` was not made here
   */
  find(query: StatementQuery | { more: string }): Promise<{ statements: StoredStatement[]; more?: string }>
  /**
   * The statements behind a position, in the order of storing, voided ones too; fewer than `limit` where they are
   * large. Never passes a place that a slower writer may still fill, so a reader that remembers the last position it
   * has seen misses nothing.
   */
  feed(after: Position, limit: number): Promise<FeedEntry[]>
  /**
   * Voids a statement in the platform's name, whoever stored it.
   * @param by the account of the administrator
   * @returns false where it was voided already
   * @throws LrsError 404 where there is none, 409 where it voids another itself
   */
  voidStatement(id: string, why: { by: string; reason: string }): Promise<boolean>
  /** What had to be set aside, the oldest first: each is a fault that somebody must look into. */
  setAside(): Promise<SetAside[]>
  /** The position of the last statement that is stored; 0: there is none yet. */
  last(): Promise<Position>
  /** The statements that void one, in the order of storing; none where nobody who might has voided it. */
  voidingsOf(id: string): Promise<StoredStatement[]>
  credentials: Credentials
  /** The data of statements' attachments: to be read, and to be swept from time to time. */
  attachments: Pick<Attachments, 'read' | 'sweep'>
  outbox: Outbox
  /** What other systems keep about a person who is an agent here. */
  ownData: OwnData
  /** The resources of xAPI, to be mounted at /xapi. */
  router(): Router
  /** Resolves when nothing is under way any more: call it before the database is closed. */
  settled(): Promise<void>
}
