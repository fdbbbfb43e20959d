import { Router, type Request, type Response } from 'express'
import { allow, permissions, signedIn, type Accounts } from '../accounts/index.js'
import type { Audit } from '../base/audit.js'
import type { Clock } from '../base/clock.js'
import { AppError, notFound } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { Language } from '../base/languages.js'
import type { Lrs, Origin, StoredStatement } from '../lrs/index.js'
import { isUuid, voidedVerb, type Agent, type Vocabulary } from '../xapi/index.js'
import { namesReason } from './reason.js'
import { refusedPage } from './refused-page.js'
import { addressOf, filterSchema, queryOf, type Filter } from './statement-filter.js'
import { withoutNames } from './statement-names.js'
import { detailsOf, inLanguage, lineOf } from './statement-view.js'

export interface StatementPages {
  lrs: Pick<Lrs, 'get' | 'find' | 'setAside' | 'outbox' | 'credentials'>
  accounts: Accounts
  audit: Audit
  clock: Clock
  vocabulary: Vocabulary
  /** The courses with their titles. */
  courses(language: Language): { id: string; title: string }[]
  /** The activity that a certificate is in statements, by its public code. */
  certificateActivity(code: string): Promise<string | undefined>
}

const perPage = 50

/** The statements as they are kept, for those who must be able to show what a figure rests on. */
export function statementRoutes(pages: StatementPages): Router {
  const router = Router()
  const seesStatements = allow('see-statements')
  router.get('/statements', ...seesStatements, listPage(pages))
  router.get('/statements/refused', ...seesStatements, refusedPage(pages))
  router.get('/statements/of-certificate/:code', ...seesStatements, ofCertificate(pages))
  router.get('/statements/:id', ...seesStatements, onePage(pages))
  return router
}

function listPage(pages: StatementPages) {
  const { lrs, vocabulary, accounts } = pages
  const schema = filterSchema(vocabulary.iriBase)
  return async (req: Request, res: Response) => {
    const { data, faults } = checkForm(schema, req.query)
    const [sources, troubles] = await Promise.all([sourcesOf(pages, req), troublesOf(lrs)])
    const authorityOf = (origin: Origin) => sources.find((one) => one.origin === origin)?.authority
    const page = data ? await pageOf(lrs, queryOf(data, { vocabulary, authorityOf }), data) : emptyPage
    const courses = pages.courses(req.language)
    const uses = { vocabulary, parties: accounts.parties, courses }
    const show = (stored: StoredStatement) => lineOf(req, withoutNames(stored.statement, vocabulary.iriBase), uses)
    res.page(
      'administration/statements',
      {
        title: req.t('administration:statements.title'),
        values: req.query,
        faults,
        courses: courses.map(({ id, title }) => ({ value: id, label: title })),
        verbs: verbsOf(vocabulary, req.language),
        sources: sources.map(({ value, label }) => ({ value, label })),
        statements: page.statements.map(show),
        newer: page.newer && req.link(addressOf(page.newer)),
        older: page.older && req.link(addressOf(page.older)),
        troubles,
        noindex: true,
      },
      { status: faults ? 422 : 200 },
    )
  }
}

interface Page {
  statements: StoredStatement[]
  newer?: Partial<Filter> | undefined
  older?: Partial<Filter> | undefined
}

const emptyPage: Page = { statements: [] }

/** A page, newest first, with the ways to those beside it. */
async function pageOf(lrs: Pick<Lrs, 'find'>, query: Parameters<Lrs['find']>[0], filter: Filter): Promise<Page> {
  const { before, after, ...same } = filter
  const forward = after !== undefined && before === undefined
  const found = await lrs.find({ ...query, limit: perPage, ...(forward && { ascending: true }) })
  const statements = forward ? [...found.statements].reverse() : found.statements
  const [first, last] = [statements[0]?.position, statements.at(-1)?.position]
  const hasNewer = forward ? found.more !== undefined : before !== undefined
  const hasOlder = forward || found.more !== undefined
  return {
    statements,
    newer: hasNewer ? (first === undefined ? same : { ...same, after: first }) : undefined,
    older: hasOlder && last !== undefined ? { ...same, before: last } : undefined,
  }
}

/** Where statements can come from: the platform, and every credential. */
async function sourcesOf({ lrs, vocabulary }: StatementPages, req: Request) {
  const platform: Agent = { account: { homePage: vocabulary.iriBase, name: 'platform' } }
  const credentials = await lrs.credentials.list()
  return [
    {
      value: 'platform',
      label: req.t('administration:statements.thePlatform'),
      origin: 'platform' as Origin,
      authority: platform,
    },
    ...credentials.map(({ id, name, authority }) => ({
      ...{ value: id, label: name, authority },
      origin: `credential:${id}` as Origin,
    })),
  ]
}

/** How much there is that could not be stored. */
async function troublesOf({ outbox, setAside }: Pick<Lrs, 'outbox' | 'setAside'>): Promise<number> {
  const [{ count }, aside] = await Promise.all([outbox.refused(1), setAside()])
  return count + aside.length
}

const verbsOf = ({ verbs }: Vocabulary, language: Language) => [
  ...Object.values(verbs).map(({ id, display }) => ({ value: id, label: inLanguage(display, language) })),
  { value: voidedVerb, label: 'voided' },
]

function onePage(pages: StatementPages) {
  const { lrs, vocabulary, accounts } = pages
  return async (req: Request, res: Response) => {
    const id = String(req.params['id'])
    const stored = isUuid(id) ? await lrs.get(id) : undefined
    if (!stored) throw notFound()
    const names = await namesIn(pages, req, stored)
    const statement = names ? stored.statement : withoutNames(stored.statement, vocabulary.iriBase)
    const uses = { vocabulary, parties: accounts.parties, courses: pages.courses(req.language) }
    const from = (await sourcesOf(pages, req)).find(({ origin }) => origin === stored.origin)
    res.page('administration/statement', {
      title: req.t('administration:statements.one'),
      trail: [{ href: req.link('/statements'), label: req.t('administration:statements.title') }],
      ...lineOf(req, statement, uses),
      ...detailsOf(req, statement, uses),
      person: names?.person,
      account: accountOf(pages, stored),
      namesAreHidden: !names && permissions.may(req.person, 'look-up-people'),
      stored: stored.stored,
      voided: stored.voided,
      from: from?.label ?? stored.origin,
      credential: from?.value === 'platform' ? undefined : from?.value,
      authority: JSON.stringify(statement.authority),
      version: statement.version,
      json: JSON.stringify(statement, null, 2),
      noindex: true,
    })
  }
}

/** The account of ours that acted. */
function accountOf({ vocabulary }: Pick<StatementPages, 'vocabulary'>, { statement }: StoredStatement) {
  const { account } = statement.actor
  return account?.homePage === vocabulary.iriBase && isUuid(account.name) ? account.name : undefined
}

/**
 * The names behind a statement, for whoever gave a reason to see names; each look is in the audit.
 * @returns undefined where names stay hidden
 */
async function namesIn(pages: StatementPages, req: Request, stored: StoredStatement) {
  const given = namesReason(req, pages.clock)
  if (!given || !permissions.may(req.person, 'see-names', { reason: true })) return undefined
  const account = accountOf(pages, stored)
  const recorded = { by: signedIn(req).id, action: 'people-looked-up', reason: given.reason }
  await pages.audit.record({ ...recorded, subject: account, details: { statement: stored.statement.id } })
  return { person: account && (await pages.accounts.person(account))?.name }
}

/**
 * From a certificate to its statements. Its public page says a name: whoever sees which statements are about it knows
 * whose account that is, and so needs a reason.
 */
function ofCertificate({ clock, audit, certificateActivity }: StatementPages) {
  return async (req: Request, res: Response) => {
    const given = namesReason(req, clock)
    if (!given || !permissions.may(req.person, 'see-names', { reason: true })) throw new AppError(403, 'reason-needed')
    const code = String(req.params['code'])
    const activity = await certificateActivity(code)
    if (activity === undefined) throw notFound('no-such-certificate')
    await audit.record({ by: signedIn(req).id, action: 'people-looked-up', subject: code, reason: given.reason })
    res.redirect(303, req.link(addressOf({ activity })))
  }
}
