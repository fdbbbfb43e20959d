import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import { rateLimit } from '../base/http/index.js'
import type { Logger } from '../base/log.js'
import { validateStatement, type Agent, type SentStatement, type Statement, type XapiVersion } from '../xapi/index.js'
import { createCredentials, type Credential } from './credentials/credentials.js'
import { createCredentialStore } from './credentials/store.js'
import { InvalidStatement } from './errors.js'
import { xapiRouter } from './http/routes.js'
import { createJournalStore, type JournalStore } from './journal/store.js'
import { Writer } from './journal/writer.js'
import { createOutbox } from './outbox/outbox.js'
import { createRefusedStore } from './outbox/store.js'
import { sharedSecret } from './secret.js'
import { createConsistency } from './statements/consistency.js'
import { createFeed } from './statements/feed.js'
import { createFind } from './statements/find.js'
import { refuseOversized } from './statements/limits.js'
import { createMoreTokens } from './statements/more.js'
import { prepare } from './statements/prepare.js'
import { createStatementStore, type KeptStatement, type StatementStore } from './statements/store.js'
import { mayVoid } from './statements/voiding.js'
import type { Lrs, Origin, Position, StoredStatement } from './types.js'

export interface LrsOptions {
  connection: Connection
  clock: Clock
  log: Logger
  /** The root of the platform's identifiers; the home page of its authorities' accounts. */
  iriBase: string
  /** The agent that answers for a credential's statements; by default an account with the credential's id. */
  resolveAuthority?: (credential: Credential) => Agent
  /** Called when statements became readable, with the position of the last of them. */
  onStored?: (last: Position) => void
  /** The version named in the answer to a request that names none. */
  fallbackVersion?: XapiVersion
  /** The largest body of a request, in bytes. */
  bodyLimit?: number
  /** For how long an entry of the journal that cannot be applied is tried again before it is set aside. */
  giveUpAfterMs?: number
}

const tenMegabytes = 10 * 1024 * 1024

/**
 * So many secrets an address may have checked that are not remembered as right: far more than whoever has one needs,
 * far fewer than whoever guesses.
 */
const checksOfSecrets = { name: 'xapi-secret', limit: 100, windowSeconds: 600 }

/** Opens the learning record store on a database and finishes what a crash may have left half done. */
export async function createLrs(options: LrsOptions): Promise<Lrs> {
  const { connection, clock, log, iriBase, onStored } = options
  const statements = createStatementStore(connection)
  const journal = createJournalStore(connection)
  const credentialStore = createCredentialStore(connection)
  const refused = createRefusedStore(connection)
  await Promise.all([statements, journal, credentialStore, refused].map((store) => store.createIndexes()))

  const { giveUpAfterMs } = options
  const writer = new Writer({ statements, journal, clock, log, onStored: carefully(onStored, log), giveUpAfterMs })
  const tokens = createMoreTokens(Buffer.from(await sharedSecret(connection, 'more'), 'base64'))
  const find = createFind({ statements, journal, tokens })
  const credentials = createCredentials({ store: credentialStore, clock })
  const account = (name: string): Agent => ({ objectType: 'Agent', account: { homePage: iriBase, name } })
  const authorityOf = options.resolveAuthority ?? (({ id }: Credential) => account(`credential-${id}`))

  const store = async (sent: SentStatement[], authority: Agent, origin: Origin) => {
    const prepared = sent.map((statement) => prepare(statement, authority, origin))
    refuseOversized(prepared)
    await writer.record(prepared)
    return prepared.map(({ id }) => id)
  }
  const record: Lrs['record'] = async (given, origin) => {
    const authority = account(origin === 'platform' ? 'platform' : origin.replace(':', '-'))
    await store(given.map(checked), authority, origin)
  }
  await writer.help(true)
  await tellSetAside(journal, log)

  return {
    record,
    ...looking({ statements, journal }),
    async find(query) {
      const { documents, more } = await find(query)
      return { statements: documents.map(toStored), ...(more !== undefined && { more }) }
    },
    feed: createFeed({ statements, journal, help: () => writer.help(), log }),
    credentials,
    outbox: createOutbox({ record, help: () => writer.help(), refused, clock, log }),
    router: () =>
      xapiRouter({
        credentials,
        limitChecks: rateLimit({ ...checksOfSecrets, connection, clock }),
        log,
        find,
        byId: (id) => statements.byId(id),
        store: (sent, credential) => store(sent, authorityOf(credential), `credential:${credential.id}`),
        consistentThrough: createConsistency(journal, clock),
        fallbackVersion: options.fallbackVersion ?? '1.0.3',
        bodyLimit: options.bodyLimit ?? tenMegabytes,
      }),
    settled: () => writer.settled(),
  }
}

/** What is asked of single statements, and of the end. */
function looking({
  statements,
  journal,
}: {
  statements: StatementStore
  journal: JournalStore
}): Pick<Lrs, 'get' | 'last' | 'voidingsOf'> {
  return {
    get: async (id) => optional(await statements.byId(id.toLowerCase())),
    async last() {
      const last = await journal.last()
      return last ? last.first + last.count - 1 : 0
    },
    async voidingsOf(id) {
      const target = await statements.byId(id.toLowerCase())
      if (!target || target.voids) return []
      const voiding = await statements.voidersOf(target._id)
      return voiding.filter((one) => mayVoid(one, target)).map(toStored)
    },
  }
}

/** @throws InvalidStatement */
function checked(statement: Statement): SentStatement {
  const result = validateStatement(statement)
  if ('faults' in result) throw new InvalidStatement(result.faults)
  return result.statement
}

/** What was set aside stays so until somebody finds out why: every start says it. */
async function tellSetAside(journal: JournalStore, log: Logger): Promise<void> {
  for (const { _id: entry, first, count, quarantined } of await journal.quarantined())
    log.error(
      { entry, first, count, quarantined },
      'an entry of the journal is set aside: its statements are not readable',
    )
}

const optional = (document: KeptStatement | undefined) => document && toStored(document)

export function toStored({ position, text, stored, origin, voided }: KeptStatement): StoredStatement {
  return { position, statement: JSON.parse(text) as Statement, stored, origin, voided: voided ?? false }
}

/** A listener's error is its own: the statements are stored. */
function carefully(onStored: LrsOptions['onStored'], log: Logger): (last: Position) => void {
  return (last) => {
    try {
      onStored?.(last)
    } catch (err) {
      log.error({ err }, 'a listener to stored statements failed')
    }
  }
}
