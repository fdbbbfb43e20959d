import type { RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import { withLease } from '../base/database/index.js'
import type { I18n } from '../base/i18n.js'
import type { Imprint } from '../base/imprint.js'
import type { Logger } from '../base/log.js'
import type { Mailer } from '../base/mail.js'
import type { Lrs } from '../lrs/index.js'
import { buildStatement, type Vocabulary } from '../xapi/index.js'
import { createAccessStore } from './access-store.js'
import { admit, createAdministrator } from './admit.js'
import type { Happening } from './affiliation.js'
import { createAffiliations, type Affiliations } from './affiliations.js'
import { createAffiliationsStore, type AffiliationsStore } from './affiliations-store.js'
import { handOutCode, useCode } from './codes.js'
import type { Context } from './context.js'
import { createDirectory } from './directory.js'
import { acceptAsNew, acceptSignedIn, cancelInvitation, findOffer, invite, openInvitations } from './invitations.js'
import { createLetters, type LetterName, type Params } from './letters.js'
import { byEmail, counts, ofParty, rejectionOf, rejectionsOf, search, waiting } from './listing.js'
import { sweep } from './opening.js'
import { eraseSelf, exportOwnData, finishErasures } from './own-data.js'
import { readParties, type Parties } from './parties.js'
import { askForReset, choosePassword, holderOfLink } from './password-links.js'
import { createPasswords } from './passwords.js'
import { createPeopleStore, type PeopleStore } from './people-store.js'
import { permissions, type Permissions } from './permissions.js'
import { askForNewEmail, changePassword, changePlace, changeProfile, confirmNewEmail, newEmailOf } from './profile.js'
import { register } from './registration.js'
import { createRolesStore } from './roles-store.js'
import { focalPointsAt, giveRole, holdersOf, takeRole } from './roles.js'
import { createSignIn, type SignIn } from './sign-in.js'
import type { Affiliation, Person } from './types.js'
import { countWaiting, tellFocalPoints } from './waiting.js'
import { appoint, confirmClaim, endAffiliation, lastRefused, rejectClaim, takeBack } from './vouching.js'

export interface AccountsOptions {
  connection: Connection
  clock: Clock
  log: Logger
  mailer: Mailer
  audit: Audit
  i18n: I18n
  lrs: Pick<Lrs, 'outbox'>
  vocabulary: Vocabulary
  baseUrl: string
  /** Whom a letter names to write to. */
  imprint?: Imprint | undefined
  /** Answers that must not tell who is known come after this time at the earliest. */
  evenAnswerMs?: number
}

const entry = { register, askForReset, holderOfLink, choosePassword, handOutCode, useCode, admit, createAdministrator }
const invitations = { invite, openInvitations, cancelInvitation, findOffer, acceptSignedIn, acceptAsNew }
const profile = {
  ...{ changeProfile, changePlace, changePassword, askForNewEmail, newEmailOf, confirmNewEmail, rejectionOf },
}
const vouching = { confirmClaim, rejectClaim, endAffiliation, lastRefused, takeBack, appoint }
const roles = { giveRole, takeRole, holdersOf, focalPointsAt }
const listing = { ofParty, search, byEmail, counts, rejectionsOf, waiting }
const ownData = { exportOwnData, eraseSelf, finishErasures }

/** Functions of this module without their first argument. */
type Bound<F> = {
  [K in keyof F]: F[K] extends (context: Context, ...rest: infer A) => infer R ? (...rest: A) => R : never
}

/** People, where they belong, and what they may do. */
export interface Accounts {
  person(id: string): Promise<Person | undefined>
  /** By id; ids of nobody are not in it. */
  people(ids: string[]): Promise<Map<string, Person>>
  /** Where an account belongs, or belonged at a moment; also after its person was erased. */
  affiliationOf(account: string, at?: Date): Promise<Affiliation | undefined>
  affiliations: Affiliations
  parties: Parties
  permissions: Permissions
  signIn: SignIn
  /** Whether people can be reached by mail; else they get one-time codes. */
  canMail: boolean
  /** A full address of this site, for something that is handed over by other ways than mail. */
  address(language: Person['language'], path: string): string
  /** Writes to the person of an account, if there is one (see `Letters.send`); nobody's answer waits for it. */
  writeTo(account: string, letter: LetterName, options: { path: string; params: Params }): Promise<void>
  /** Counts, for the menu of a focal point's pages, who waits. */
  countWaiting: RequestHandler
  /** To be run now and then: tells the focal points that claims wait. */
  tellFocalPoints(): Promise<void>
  entry: Bound<typeof entry>
  invitations: Bound<typeof invitations>
  profile: Bound<typeof profile>
  vouching: Bound<typeof vouching>
  roles: Bound<typeof roles>
  listing: Bound<typeof listing>
  ownData: Bound<typeof ownData>
  /** To be run now and then: forgets links, codes and registrations that are over. */
  sweep(): Promise<void>
  /** Resolves when every letter was handed over; for a clean stop. */
  settled(): Promise<void>
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { context, affiliations } = createContext(options)
  const { directory, letters } = context
  const bind = <F extends object>(functions: F) => bindAll(context, functions)
  return {
    person: (id) => directory.person(id),
    people: (ids) => directory.people(ids),
    affiliationOf: (account, at) => affiliations.of(account, at),
    affiliations,
    parties: context.parties,
    permissions,
    signIn: createSignIn(context),
    canMail: letters.canSend,
    address: (language, path) => letters.address(language, path),
    async writeTo(account, letter, options) {
      const person = await directory.person(account)
      if (person?.emailConfirmed) letters.send(person, letter, options)
    },
    countWaiting: countWaiting(context),
    tellFocalPoints: () => tellFocalPoints(context),
    entry: bind(entry),
    invitations: bind(invitations),
    profile: bind(profile),
    vouching: bind(vouching),
    roles: bind(roles),
    listing: bind(listing),
    ownData: bind(ownData),
    sweep: () => sweep(context),
    settled: () => letters.settled(),
  }
}

function createContext(options: AccountsOptions): { context: Context; affiliations: Affiliations } {
  const { connection, clock, log, mailer, audit, i18n, baseUrl, imprint, evenAnswerMs = 400 } = options
  const people = createPeopleStore(connection)
  const store = createAffiliationsStore(connection)
  const directory = createDirectory({ people, affiliations: store, clock })
  const affiliations = createAffiliations({
    store,
    clock,
    statementOf: statementsFor(options.vocabulary, people),
    drain: drainTo(options.lrs, store, log),
    onChange: (account) => {
      directory.forget(account)
    },
  })
  return {
    affiliations,
    context: {
      clock,
      log,
      audit,
      people,
      roles: createRolesStore(connection),
      access: createAccessStore(connection),
      affiliations,
      directory,
      letters: createLetters({ mailer, texts: i18n.t, baseUrl, imprint, log }),
      passwords: createPasswords(),
      parties: readParties(),
      alone: (name, work) => withLease({ connection, name, clock }, work),
      evenAnswerMs,
    },
  }
}

/** What an affiliation's document keeps for the LRS: complete, and always the same for the same happening. */
const statementsFor =
  (vocabulary: Vocabulary, people: PeopleStore) =>
  async (account: string, { kind, party, agency, status, at }: Happening): Promise<string> => {
    const language = (await people.find(account))?.language ?? 'en'
    const affiliation = { party, agency, status }
    return JSON.stringify(buildStatement(vocabulary, { kind, at, account, affiliation, language }))
  }

/** The change is on disk: if its statements cannot be recorded now, the sweep of outboxes does it later. */
function drainTo({ outbox }: Pick<Lrs, 'outbox'>, { collection }: AffiliationsStore, log: Logger) {
  outbox.register(collection)
  return async (account: string): Promise<void> => {
    try {
      await outbox.drain(collection, account)
    } catch (error) {
      log.warn({ err: error, account }, 'the statements of an affiliation wait in its outbox')
    }
  }
}

function bindAll<F extends object>(context: Context, functions: F): Bound<F> {
  const entries = Object.entries(functions) as [string, (context: Context, ...rest: unknown[]) => unknown][]
  return Object.fromEntries(
    entries.map(([name, one]) => [name, (...rest: unknown[]) => one(context, ...rest)]),
  ) as Bound<F>
}
