import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import { AppError, conflict, notFound } from '../base/errors.js'
import { randomId } from '../base/ids.js'
import { LrsError, stands, type Credential, type Lrs, type NewCredential, type WithSecret } from '../lrs/index.js'

/** What is done to the credentials of other systems, by a person or at the server's keyboard: every act is in the audit. */
export interface CredentialActs {
  /** @throws AppError 400 'not-an-authority' where that agent cannot answer for statements */
  make(wanted: Omit<NewCredential, 'id'>, by: string): Promise<WithSecret>
  /**
   * Gives a new secret.
   * @param keepHours for so many hours the old one is good, too
   * @throws AppError 404; 409 'credential-over', 'credential-of-settings', 'credential-just-changed'
   */
  rotate(id: string, keepHours: number, by: string): Promise<WithSecret>
  /** @throws AppError 404; 409 'credential-of-settings' */
  revoke(id: string, reason: string, by: string): Promise<void>
  /** Says which Party it speaks for, and whether its statements count. @throws AppError 404 */
  vouch(id: string, vouched: { party: string | undefined; counts: boolean }, by: string): Promise<void>
}

export interface CredentialActsOptions {
  lrs: Pick<Lrs, 'credentials'>
  audit: Audit
  clock: Clock
}

export function createCredentialActs({ lrs: { credentials }, audit, clock }: CredentialActsOptions): CredentialActs {
  const existing = async (id: string): Promise<Credential> => {
    const credential = await credentials.get(id)
    if (!credential) throw notFound()
    return credential
  }
  /** What the settings say of their credential would be said again at the next start. */
  const notOfSettings = async (id: string): Promise<Credential> => {
    const credential = await existing(id)
    if (credential.isOfSettings) throw conflict('credential-of-settings')
    return credential
  }

  return {
    async make(wanted, by) {
      const id = randomId()
      const { name, scopes, expiresAt } = wanted
      const details = { name, scopes, expires: expiresAt?.toISOString() }
      await audit.record({ by, action: 'credential-made', subject: id, details })
      try {
        return await credentials.create({ ...wanted, id })
      } catch (error) {
        if (error instanceof LrsError && error.code === 'authority')
          throw new AppError(400, 'not-an-authority', { faults: [{ field: 'authority', code: 'not-an-authority' }] })
        throw error
      }
    },

    async rotate(id, keepHours, by) {
      const { name, ...credential } = await notOfSettings(id)
      const now = clock.now()
      if (!stands(credential, now)) throw conflict('credential-over')
      await audit.record({ by, action: 'credential-rotated', subject: id, details: { name, keepHours } })
      const oldUntil = keepHours > 0 ? new Date(now.getTime() + keepHours * 3_600_000) : undefined
      const rotated = await credentials.rotate(id, oldUntil)
      if (!rotated) throw conflict('credential-just-changed')
      return rotated
    },

    async revoke(id, reason, by) {
      const { name, revokedAt } = await notOfSettings(id)
      if (revokedAt) return
      await audit.record({ by, action: 'credential-revoked', subject: id, reason, details: { name } })
      await credentials.revoke(id, reason)
    },

    async vouch(id, vouched, by) {
      const { name, party, counts } = await existing(id)
      if (party === vouched.party && counts === vouched.counts) return
      await audit.record({ by, action: 'credential-vouched', subject: id, details: { name, ...vouched } })
      await credentials.vouch(id, vouched)
    },
  }
}
