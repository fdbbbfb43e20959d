import type { Router } from 'express'
import type { Agent, Statement } from '../xapi/index.js'
import type { Credentials } from './credentials/credentials.js'
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
  voided: boolean
}

/** One step of the feed. `voided` says how it stands when it is read; a voiding statement has a place of its own. */
export type FeedEntry = StoredStatement

/** What can be asked (xAPI 1.0.3, Communication 2.1.3). All conditions must hold. */
export interface StatementQuery {
  agent?: Agent
  /** Also where the agent is authority, instructor, team, or in a sub-statement. */
  relatedAgents?: boolean
  verb?: string
  activity?: string
  /** Also where the activity is in the context or in a sub-statement. */
  relatedActivities?: boolean
  registration?: string
  /** Stored after this moment. */
  since?: Date
  /** Stored at or before this moment. */
  until?: Date
  /** 0 or absent: as many as one page holds. */
  limit?: number
  /** Oldest first; else newest first. */
  ascending?: boolean
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
  /** The position of the last statement that is stored; 0: there is none yet. */
  last(): Promise<Position>
  /** The statements that void one, in the order of storing; none where nobody who might has voided it. */
  voidingsOf(id: string): Promise<StoredStatement[]>
  credentials: Credentials
  outbox: Outbox
  /** The resources of xAPI, to be mounted at /xapi. */
  router(): Router
  /** Resolves when nothing is under way any more: call it before the database is closed. */
  settled(): Promise<void>
}
