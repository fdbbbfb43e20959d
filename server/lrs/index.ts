export { checkedAuthority } from './credentials/authority.js'
export { stands, type Credential } from './credentials/credential.js'
export type { Credentials, NewCredential, WithSecret } from './credentials/credentials.js'
export { scopes, type Scope } from './credentials/scopes.js'
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
export type { OwnData, OwnDocument } from './documents/own-data.js'
export type { Outbox, OutboxCollection } from './outbox/outbox.js'
export type { RefusedStatement } from './outbox/store.js'
export { sharedSecret } from './secret.js'
export type { FeedEntry, Lrs, Origin, Position, SetAside, StatementQuery, StoredStatement } from './types.js'
