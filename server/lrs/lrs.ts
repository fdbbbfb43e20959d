import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import type { Logger } from '../base/log.js'
import { validateStatement, type Agent, type SentStatement, type Statement, type XapiVersion } from '../xapi/index.js'
import { createCredentials, type Credential } from './credentials/credentials.js'
import { createCredentialStore } from './credentials/store.js'
import { InvalidStatement } from './errors.js'
import { xapiRouter } from './http/routes.js'
import { createJournalStore } from './journal/store.js'
import { Writer } from './journal/writer.js'
import { createOutbox } from './outbox.js'
import { sharedSecret } from './secret.js'
import { createConsistency } from './statements/consistency.js'
import { createFeed } from './statements/feed.js'
import { createFind } from './statements/find.js'
import type { StatementDocument } from './statements/model.js'
import { createMoreTokens } from './statements/more.js'
import { prepare } from './statements/prepare.js'
import { createStatementStore } from './statements/store.js'
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
}

const tenMegabytes = 10 * 1024 * 1024

/** Opens the learning record store on a database and finishes what a crash may have left half done. */
export async function createLrs(options: LrsOptions): Promise<Lrs> {
  const { connection, clock, log, iriBase, onStored } = options
  const statements = createStatementStore(connection)
  const journal = createJournalStore(connection)
  const credentialStore = createCredentialStore(connection)
  await Promise.all([statements, journal, credentialStore].map((store) => store.createIndexes()))

  const writer = new Writer({ statements, journal, clock, log, onStored: carefully(onStored, log) })
  const tokens = createMoreTokens(await sharedSecret(connection, 'more'))
  const find = createFind({ statements, journal, tokens })
  const credentials = createCredentials({ store: credentialStore, clock })
  const account = (name: string): Agent => ({ objectType: 'Agent', account: { homePage: iriBase, name } })
  const authorityOf = options.resolveAuthority ?? (({ id }: Credential) => account(`credential-${id}`))

  const store = (sent: SentStatement[], authority: Agent, origin: Origin) => {
    const prepared = sent.map((statement) => prepare(statement, authority, origin))
    return writer.record(prepared).then(() => prepared.map(({ id }) => id))
  }
  const record: Lrs['record'] = async (given, origin) => {
    const authority = account(origin === 'platform' ? 'platform' : origin.replace(':', '-'))
    await store(given.map(checked), authority, origin)
  }
  await writer.help(true)

  return {
    record,
    get: async (id) => optional(await statements.byId(id.toLowerCase())),
    async find(query) {
      const { documents, more } = await find(query)
      return { statements: documents.map(toStored), ...(more !== undefined && { more }) }
    },
    feed: createFeed({ statements, help: () => writer.help(), log }),
    credentials,
    outbox: createOutbox({ record, help: () => writer.help(), log }),
    router: () =>
      xapiRouter({
        credentials,
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

/** @throws InvalidStatement */
function checked(statement: Statement): SentStatement {
  const result = validateStatement(statement)
  if ('faults' in result) throw new InvalidStatement(result.faults)
  return result.statement
}

const optional = (document: StatementDocument | undefined) => document && toStored(document)

export function toStored({ position, text, stored, origin, voided }: StatementDocument): StoredStatement {
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
