import type { Agent } from '../../xapi/index.js'
import { ownAuthority } from './authority.js'
import type { CredentialDocument } from './model.js'
import type { Scope } from './scopes.js'

/** Somebody who may use the LRS. The secret is nowhere in it. */
export interface Credential {
  id: string
  key: string
  name: string
  /** What it may do; never empty. */
  scopes: Scope[]
  /** The agent that answers for what it stores; the same for its whole life. */
  authority: Agent
  /** The Party that it speaks for: its code. */
  party?: string
  /** Whether what it stores for that Party counts in statistics: the Secretariat says so. */
  counts: boolean
  /** It is that of the settings, which alone say whether it stands, and with which secret. */
  isOfSettings: boolean
  createdAt: Date
  /** From this moment on it is refused. */
  expiresAt?: Date
  /** The secret before the present one is good until then. */
  oldSecretUntil?: Date
  /** To the minute. */
  lastUsedAt?: Date
  revokedAt?: Date
  revocationReason?: string
}

/** A credential as others see it. @param iriBase the home page of authorities that nobody named */
export function toCredential(document: CredentialDocument, iriBase: string): Credential {
  const { _id: id, key, name, scopes, authority, counts, isOfSettings = false, createdAt, previous } = document
  const { party, expiresAt, lastUsedAt, revokedAt, revocationReason } = document
  const optional = { party, expiresAt, oldSecretUntil: previous?.until, lastUsedAt, revokedAt, revocationReason }
  return {
    ...{ id, key, name, scopes, counts, isOfSettings, createdAt },
    authority: authority ?? ownAuthority(iriBase, `credential-${id}`),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Credential>),
  }
}

/** Whether a credential is neither revoked nor expired. */
export const stands = ({ revokedAt, expiresAt }: Pick<Credential, 'revokedAt' | 'expiresAt'>, now: Date): boolean =>
  revokedAt === undefined && (expiresAt === undefined || now < expiresAt)
