import { randomBytes } from 'node:crypto'
import { hash, verify as verifyHash } from '@node-rs/argon2'
import type { Clock } from '../../base/clock.js'
import { randomId } from '../../base/ids.js'
import type { Logger } from '../../base/log.js'
import type { Agent } from '../../xapi/index.js'
import { checkedAuthority } from './authority.js'
import { stands, toCredential, type Credential } from './credential.js'
import { createLastUse } from './last-use.js'
import type { CredentialDocument } from './model.js'
import { createRecentChecks } from './recent-checks.js'
import type { Scope } from './scopes.js'
import type { CredentialStore } from './store.js'

/** What a new credential is to be. */
export interface NewCredential {
  /** By default a new one; who keeps a record of what is made names it before. */
  id?: string
  name: string
  /** By default `all`. */
  scopes?: Scope[]
  /** The agent that answers for what it stores; by default an account of this installation, named after the credential. */
  authority?: Agent
  expiresAt?: Date
}

/** A credential with its secret, which is shown this once and kept only as a hash. */
export type WithSecret = Credential & { secret: string }

/** The keys and secrets with which other systems use the LRS. */
export interface Credentials {
  /** @throws LrsError 400 'authority' where that agent cannot answer for statements */
  create(options: NewCredential): Promise<WithSecret>
  /**
   * @param permit awaited before a check that costs, and before a key is said to be unknown; it may throw
   * @returns undefined for an unknown key, a wrong secret, or a credential that is revoked or expired
   * @throws LrsError 503 'busy' where too many checks wait
   */
  verify(key: string, secret: string, permit?: () => Promise<void>): Promise<Credential | undefined>
  /** Makes sure that the credential of the settings exists, may do all, and has this secret. */
  ensureDefault(credential: { key: string; secret: string } | undefined): Promise<void>
  /** The oldest first. */
  list(): Promise<Credential[]>
  get(id: string): Promise<Credential | undefined>
  /**
   * Gives a credential a new secret.
   * @param oldUntil until when the old one is good, too; absent: it is over at once here, and in other processes within
   *   half a minute
   * @returns undefined where there is none that stands, or somebody else gave it one in the same moment
   */
  rotate(id: string, oldUntil?: Date): Promise<WithSecret | undefined>
  /** Says which Party a credential speaks for, and whether what it stores from now on counts. @returns false: unknown */
  vouch(id: string, vouched: { party: string | undefined; counts: boolean }): Promise<boolean>
  /** Takes effect at once here, and in other processes within half a minute. */
  revoke(id: string, reason?: string): Promise<void>
  /** Resolves when nothing is being written. */
  settled(): Promise<void>
}

interface Uses {
  store: CredentialStore
  clock: Clock
  log: Logger
  /** The home page of the authorities that nobody named. */
  iriBase: string
}

/** The name of the credential of the settings. */
const defaultName = 'default'

type Recent = ReturnType<typeof createRecentChecks>

export function createCredentials(uses: Uses): Credentials {
  const { store, clock, iriBase } = uses
  const recent = createRecentChecks(clock)
  const lastUse = createLastUse(uses)
  const check = createCheck(uses, recent)

  async function changing<T>(change: Promise<T>): Promise<T> {
    const result = await change
    recent.forget()
    return result
  }

  return {
    async verify(key, secret, permit = freely) {
      const known = recent.recall(key, secret)
      const credential = known ? known.credential : await recent.together(key, secret, () => check(key, secret, permit))
      if (credential) lastUse.note(credential.id)
      return credential
    },

    async create({ id = randomId(), name, scopes = ['all'], authority, expiresAt }) {
      const secret = newSecret()
      const document: CredentialDocument = {
        ...{ _id: id, key: randomBytes(12).toString('hex'), name, hash: await hash(secret), scopes, counts: false },
        ...(authority && { authority: checkedAuthority(iriBase, authority) }),
        ...(expiresAt && { expiresAt }),
        createdAt: clock.now(),
      }
      await store.insert(document)
      return { ...toCredential(document, iriBase), secret }
    },

    async ensureDefault(credential) {
      if (credential && !(await check(credential.key, credential.secret, freely)))
        await changing(store.put(await defaultCredential(credential, clock)))
      await store.markOfSettings(credential?.key)
    },

    list: async () => (await store.all()).map((document) => toCredential(document, iriBase)),

    async get(id) {
      const document = await store.byId(id)
      return document && toCredential(document, iriBase)
    },

    async rotate(id, oldUntil) {
      const document = await store.byId(id)
      if (!document || !stands(document, clock.now())) return undefined
      const secret = newSecret()
      const hashes = { old: document.hash, new: await hash(secret), oldUntil }
      if (!(await changing(store.replaceHash(id, hashes)))) return undefined
      const renewed = await store.byId(id)
      return renewed && { ...toCredential(renewed, iriBase), secret }
    },

    vouch: (id, vouched) => changing(store.vouch(id, vouched)),
    revoke: (id, reason) => changing(store.revoke(id, clock.now(), reason)),
    settled: () => lastUse.settled(),
  }
}

/** Asks the database whether a key and a secret belong together, and remembers the answer. */
function createCheck({ store, clock, iriBase }: Uses, recent: Recent) {
  return async (key: string, secret: string, permit: () => Promise<void>): Promise<Credential | undefined> => {
    const document = await store.byKey(key)
    const now = clock.now()
    const good = document && stands(document, now) ? goodHashes(document, now) : []
    // A secret whose hash was checked before needs no second check while the hash is good.
    const right = good.find((one) => recent.hashMatches(key, secret, one.hash)) ?? (await slowly(good))
    if (!document || !right) return recent.noteWrong(key, secret)
    return recent.noteRight(key, secret, { credential: toCredential(document, iriBase), ...right })

    async function slowly(hashes: GoodHash[]): Promise<GoodHash | undefined> {
      await permit()
      for (const one of hashes) if (await recent.inTurn(() => verifyHash(one.hash, secret))) return one
      return undefined
    }
  }
}

interface GoodHash {
  hash: string
  /** Absent: without end. */
  until?: Date | undefined
}

/** The hashes that a secret may match at a moment, and until when. */
function goodHashes({ hash: present, previous, expiresAt }: CredentialDocument, now: Date): GoodHash[] {
  const all: GoodHash[] = [{ hash: present, until: expiresAt }]
  if (previous && now < previous.until)
    all.push({ hash: previous.hash, until: expiresAt && expiresAt < previous.until ? expiresAt : previous.until })
  return all
}

const defaultCredential = async (
  { key, secret }: { key: string; secret: string },
  clock: Clock,
): Promise<CredentialDocument> => ({
  ...{ _id: randomId(), key, name: defaultName, scopes: ['all'], counts: false },
  hash: await hash(secret),
  createdAt: clock.now(),
})

/** 256 bits. */
const newSecret = () => randomBytes(32).toString('base64url')

const freely = () => Promise.resolve()
