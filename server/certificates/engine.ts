import type { Connection } from 'mongoose'
import type { Accounts } from '../accounts/index.js'
import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import type { I18n } from '../base/i18n.js'
import type { Logger } from '../base/log.js'
import type { Courses } from '../courses/index.js'
import type { Outbox } from '../lrs/index.js'
import type { Vocabulary } from '../xapi/index.js'
import type { Paper } from './pdf/index.js'
import type { Store } from './store.js'

export interface CertificatesOptions {
  connection: Connection
  clock: Clock
  log: Logger
  audit: Audit
  lrs: { outbox: Pick<Outbox, 'drain' | 'register'> }
  vocabulary: Vocabulary
  courses: Pick<Courses, 'version' | 'text'>
  accounts: Pick<Accounts, 'person' | 'affiliationOf' | 'writeTo'> & { parties: Pick<Accounts['parties'], 'name'> }
  /** The address people use, without a slash at its end: it is on the paper. */
  baseUrl: string
  /** The translators: a certificate is printed in any language of the platform. */
  t: I18n['t']
}

/** What the parts of this module share. */
export interface Engine extends CertificatesOptions {
  store: Store
  paper: Paper
}

/**
 * Passes on the statements of a certificate. What changed is on disk: if they cannot be recorded now, the sweep of
 * outboxes does it later.
 */
export async function drain({ lrs, store, log }: Engine, code: string): Promise<void> {
  try {
    await lrs.outbox.drain(store.collection, code)
  } catch (err) {
    log.warn({ err }, 'the statements of a certificate wait in its outbox')
  }
}
