import { randomBytes } from 'node:crypto'
import { hash, verify as verifyHash } from '@node-rs/argon2'
import type { Clock } from '../../base/clock.js'
import { randomId } from '../../base/ids.js'
import { createRecentChecks } from './recent-checks.js'
import type { CredentialDocument } from './model.js'
import type { CredentialStore } from './store.js'

/** Somebody who may use the LRS. The secret is nowhere in it. */
export interface Credential {
  id: string
  key: string
  name: string
  createdAt: Date
  revokedAt?: Date
  /** The Party that it speaks for. */
  party?: string
}

/** The keys and secrets with which other systems use the LRS. */
export interface Credentials {
  /** @returns the credential and its secret, which is shown this once and kept only as a hash */
  create(options: { name: string }): Promise<Credential & { secret: string }>
  /**
   * @param permit awaited before a check that costs, and before a key is said to be unknown; it may throw
   * @returns undefined for an unknown key, a wrong secret or a revoked credential
   * @throws LrsError 503 'busy' where too many checks wait
   */
  verify(key: string, secret: string, permit?: () => Promise<void>): Promise<Credential | undefined>
  /** Makes sure that the credential of the settings exists and has this secret. */
  ensureDefault(credential: { key: string; secret: string } | undefined): Promise<void>
  list(): Promise<Credential[]>
  /** Takes effect at once here, and in other processes within half a minute. */
  revoke(id: string): Promise<void>
}

/** The names of authorities and credentials in statements. */
const defaultName = 'default'

export function createCredentials({ store, clock }: { store: CredentialStore; clock: Clock }): Credentials {
  const recent = createRecentChecks()

  async function check(key: string, secret: string, permit: () => Promise<void>): Promise<Credential | undefined> {
    const document = await store.byKey(key)
    const standing = document?.revokedAt ? undefined : document
    // A secret whose hash was checked before needs no second check while the hash is the same.
    if (!standing || !recent.hashMatches(key, secret, standing.hash)) {
      await permit()
      const isRight = standing && (await recent.inTurn(() => verifyHash(standing.hash, secret)))
      if (!isRight) return recent.noteWrong(key, secret)
    }
    return recent.noteRight(key, secret, { credential: toCredential(standing), hash: standing.hash })
  }

  async function verify(key: string, secret: string, permit = freely): Promise<Credential | undefined> {
    const known = recent.recall(key, secret)
    return known ? known.credential : recent.together(key, secret, () => check(key, secret, permit))
  }

  return {
    verify,

    async create({ name }) {
      const secret = randomBytes(32).toString('base64url')
      const key = randomBytes(12).toString('hex')
      const document = { _id: randomId(), key, name, hash: await hash(secret), createdAt: clock.now() }
      await store.insert(document)
      return { ...toCredential(document), secret }
    },

    async ensureDefault(credential) {
      if (!credential) return
      const { key, secret } = credential
      if (await verify(key, secret)) return
      await store.put({ _id: randomId(), key, name: defaultName, hash: await hash(secret), createdAt: clock.now() })
      recent.forget()
    },

    list: async () => (await store.all()).map(toCredential),

    async revoke(id) {
      await store.revoke(id, clock.now())
      recent.forget()
    },
  }
}

const freely = () => Promise.resolve()

const toCredential = ({ _id, key, name, createdAt, revokedAt }: CredentialDocument): Credential => ({
  id: _id,
  key,
  name,
  createdAt,
  ...(revokedAt && { revokedAt }),
})
