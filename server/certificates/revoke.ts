import { conflict, notFound } from '../base/errors.js'
import { drain, type Engine } from './engine.js'
import { wordsOf } from './record.js'
import { revoked } from './statements.js'

export interface Revoking {
  code: string
  /** It is shown on the public page. */
  reason: string
  /** The account of whoever revokes. */
  by: string
}

/**
 * Revokes a certificate, for good. It is recorded in the audit first; its holder is told.
 * @throws AppError 404 'no-such-certificate', 409 'certificate-already-revoked'
 */
export async function revoke(engine: Engine, { code, reason, by }: Revoking): Promise<void> {
  const { store, audit, clock, vocabulary, accounts } = engine
  const certificate = await store.byCode(code)
  if (!certificate) throw notFound('no-such-certificate')
  if (certificate.revocation) throw conflict('certificate-already-revoked')
  await audit.record({ by, action: 'certificate-revoked', subject: code, reason })
  const at = clock.now()
  const done = await store.revoke(code, { at, by, reason }, [revoked(vocabulary, certificate, at)])
  if (!done) throw conflict('certificate-already-revoked')
  await drain(engine, code)
  await accounts.writeTo(certificate.account, 'certificateRevoked', {
    path: `/verify/${code}`,
    params: ({ language }) => ({ course: wordsOf(certificate.course, language).title, reason }),
  })
}
