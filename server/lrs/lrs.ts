import type { Connection } from 'mongoose'
import type { Clock } from '../base/clock.js'
import { rateLimit } from '../base/http/index.js'
import type { Logger } from '../base/log.js'
import {
  createVocabulary,
  validateStatement,
  type SentStatement,
  type Statement,
  type XapiVersion,
} from '../xapi/index.js'
import { createActivities } from './activities/activities.js'
import { createAgents } from './agents/agents.js'
import { createAttachments } from './attachments/store.js'
import { ownAuthority } from './credentials/authority.js'
import type { Credential } from './credentials/credential.js'
import { createCredentials } from './credentials/credentials.js'
import { permits } from './credentials/scopes.js'
import { createCredentialStore } from './credentials/store.js'
import { createDescribe } from './descriptions/describe.js'
import { createDocuments } from './documents/documents.js'
import { createOwnData } from './documents/own-data.js'
import { createDocumentStore } from './documents/store.js'
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
import { prepare, type Sending } from './statements/prepare.js'
import { createStatementStore, type KeptStatement, type StatementStore } from './statements/store.js'
import { createVoidStatement } from './statements/void-statement.js'
import { mayVoid } from './statements/voiding.js'
import type { Lrs, Position, StoredStatement } from './types.js'

export interface LrsOptions {
  connection: Connection
  clock: Clock
  log: Logger
  /** The root of the platform's identifiers; the home page of its authorities' accounts. */
  iriBase: string
  /** Called when statements became readable, with the position of the last of them. */
  onStored?: (last: Position) => void
  /** The version named in the answer to a request that names none. */
  fallbackVersion?: XapiVersion
  /** The largest body of a request without the data of attachments, in bytes. */
  bodyLimit?: number
  /** The largest attachment, in bytes. */
  attachmentLimit?: number
  /** The origins whose pages may use the LRS from a browser; `*` stands for all. */
  corsOrigins?: readonly string[]
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
  const { statements, journal, attachments, refused, ...stores } = await openStores(connection, clock)
  const [activities, agents] = [createActivities({ connection }), createAgents({ connection })]
  const describe = createDescribe({ activities, agents })

  const { giveUpAfterMs } = options
  const listener = { onStored: carefully(onStored, log) }
  const writer = new Writer({ statements, describe, journal, clock, log, giveUpAfterMs, ...listener })
  const tokens = createMoreTokens({ secret: Buffer.from(await sharedSecret(connection, 'more'), 'base64'), clock })
  const find = createFind({ statements, journal, tokens })
  const credentials = createCredentials({ store: stores.credentials, clock, log, iriBase })

  const store = async (sent: SentStatement[], sending: Sending) => {
    const prepared = sent.map((statement) => prepare(statement, sending))
    refuseOversized(prepared)
    await writer.record(prepared)
    return prepared.map(({ id }) => id)
  }
  const record: Lrs['record'] = async (given, origin) => {
    const authority = ownAuthority(iriBase, origin.replace(':', '-'))
    await store(given.map(checked), { authority, origin, version: '1.0.3' })
  }
  const vocabulary = createVocabulary(iriBase, await sharedSecret(connection, 'statement-ids'))
  await writer.help(true)
  await tellSetAside(journal, log)

  return {
    record,
    ...looking({ statements, journal }),
    async find(query) {
      const { documents, more } = await find('more' in query ? query : { query })
      return { statements: documents.map(toStored), ...(more !== undefined && { more }) }
    },
    feed: createFeed({ statements, journal, help: () => writer.help(), log }),
    voidStatement: createVoidStatement({ byId: (id) => statements.byId(id), record, vocabulary }),
    credentials,
    attachments,
    outbox: createOutbox({ record, help: () => writer.help(), refused, clock, log }),
    router: () =>
      xapiRouter({
        credentials,
        limitChecks: rateLimit({ ...checksOfSecrets, connection, clock }),
        log,
        find,
        byId: (id) => statements.byId(id),
        store: ({ statements: sent, received }, credential, version) =>
          store(sent, { ...sendingBy(credential), version, received }),
        attachments,
        definitions: (ids) => activities.definitions(ids),
        consistentThrough: createConsistency(journal, clock),
        documents: createDocuments({ store: stores.documents, clock, limit: howToAnswer(options).bodyLimit }),
        activities,
        agents,
        ...howToAnswer(options),
      }),
    ownData: createOwnData({ documents: stores.documents, agents }),
    async settled() {
      await Promise.all([writer.settled(), credentials.settled()])
    },
  }
}

/** The collections, with their indexes. */
async function openStores(connection: Connection, clock: Clock) {
  const statements = createStatementStore(connection)
  const stores = {
    statements,
    journal: createJournalStore(connection),
    attachments: createAttachments({ connection, clock, isUsed: (sha2) => statements.hasAttachment(sha2) }),
    credentials: createCredentialStore(connection),
    refused: createRefusedStore(connection),
    documents: createDocumentStore(connection),
  }
  await Promise.all(Object.values(stores).map((store) => store.createIndexes()))
  return stores
}

/** In whose name a credential stores, what its statements count for, and whether they define (Communication 4.2). */
const sendingBy = (credential: Credential): Omit<Sending, 'version'> => ({
  authority: credential.authority,
  origin: `credential:${credential.id}`,
  countsFor: countsFor(credential),
  defines: permits(credential.scopes, 'define'),
})

const howToAnswer = ({
  fallbackVersion = '1.0.3',
  bodyLimit = tenMegabytes,
  attachmentLimit = tenMegabytes,
  corsOrigins = [],
}: LrsOptions) => ({ fallbackVersion, bodyLimit, attachmentLimit, corsOrigins })

/** What is asked of single statements, of the end, and of what lies beside the statements. */
function looking({
  statements,
  journal,
}: {
  statements: StatementStore
  journal: JournalStore
}): Pick<Lrs, 'get' | 'last' | 'voidingsOf' | 'setAside'> {
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
    setAside: async () =>
      (await journal.quarantined()).flatMap(({ _id: entry, first, count, quarantined }) =>
        quarantined ? [{ entry, first, count, at: quarantined.at, reason: quarantined.reason }] : [],
      ),
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

export function toStored({ position, text, stored, origin, countsFor, voided }: KeptStatement): StoredStatement {
  const statement = JSON.parse(text) as Statement
  return { position, statement, stored, origin, ...(countsFor && { countsFor }), voided: voided ?? false }
}

/** The Party for which a credential's statements count. */
const countsFor = ({ counts, party }: Credential) => (counts ? party : undefined)

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
