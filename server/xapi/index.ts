export { sameStatement } from './compare.js'
export type { EventBase, EventKind, EventOf, InCourse, LearningEvent } from './events.js'
export { readJson } from './json.js'
export { readStatement } from './read.js'
export { activityTypeTerms, extensionTerms, verbTerms, type ActivityTypeName, type ExtensionName } from './terms.js'
export { buildStatement } from './tincan.js'
export { hostOf, isLoopback, isPublicAddress } from './tincan-addresses.js'
export { createRemoteLrs, type Remote, type RemoteLrs } from './tincan-client.js'
export type { AttachmentData } from './tincan-multipart.js'
export { RemoteFailure, type RemoteAnswer } from './tincan-transport.js'
export { remoteVersions, type RemoteVersion } from './tincan-version.js'
export type {
  ActivityDefinition,
  Agent,
  Attachment,
  Context,
  LanguageMap,
  Result,
  SentStatement,
  Statement,
  StatementObject,
} from './types.js'
export { editions, type XapiVersion } from './validation/editions.js'
export { isIri, isUuid, parseTimestamp } from './validation/formats.js'
export { moved, type StatementFault } from './validation/shape.js'
export { voidedVerb } from './validation/statement.js'
export { describeFault, validateAgent, validateStatement } from './validation/validate.js'
export { createVocabulary, type ActivityName, type Vocabulary } from './vocabulary.js'
