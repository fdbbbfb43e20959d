export type { Credential, Credentials } from './credentials/credentials.js'
export { InvalidStatement, LrsError, StatementConflict, VoidingForbidden } from './errors.js'
export { createForwarding } from './forwarding/forwarding.js'
export type {
  Begin,
  DeadLetter,
  Forwarding,
  ForwardingOptions,
  Reason,
  Standing,
  Target,
  TargetInput,
} from './forwarding/types.js'
export { createLrs, type LrsOptions } from './lrs.js'
export type { Outbox, OutboxCollection } from './outbox/outbox.js'
export type { RefusedStatement } from './outbox/store.js'
export { sharedSecret } from './secret.js'
export type { FeedEntry, Lrs, Origin, Position, StatementQuery, StoredStatement } from './types.js'
