/** An error whose message is for the person who runs the program: it says what is wrong and what to do. */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The embedded engine cannot run on this machine, or not now. */
export class EngineError extends OperatorError {}

/** The database is away, or is there but must not be used as it is. */
export class DatabaseRefused extends OperatorError {}

/** A folder is not a whole archive of ours. */
export class ArchiveError extends OperatorError {}

/** Errors of the driver that mean: not reached, not now, or lost on the way. */
const awayNames = new Set([
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoOperationTimeoutError',
  'MongoWaitQueueTimeoutError',
  'MongoClientClosedError',
])

/** Answers of a server that is shutting down, changing its primary, or out of disk space (MongoDB's error_codes.yml). */
const awayCodes = new Set([64, 89, 91, 189, 10107, 11600, 11602, 13435, 13436, 14031])

/** What the storage engine says of a full disk where the server has no code for it: the system's error 28, ENOSPC. */
const noRoom = /^28: /

/** What the driver hands on as it is, when a socket breaks while it waits for room to write. */
const brokenSocket = new Set(['EPIPE', 'ECONNRESET'])

/**
 * Whether an error means that the database is away or cannot write for now, so that the same request may succeed later
 * (503). What the request wanted to write may or may not have been written.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && brokenSocket.has(code)) return true
  if (typeof code === 'number' && (awayCodes.has(code) || noRoom.test(error.message))) return true
  return awayNames.has(error.name) || isDatabaseAway(error.cause)
}

/** Whether an error is a unique index's refusal. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === 11000
