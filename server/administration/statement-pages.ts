import { Router, type Request } from 'express'
import { z } from 'zod'
import { allow } from '../accounts/index.js'
import { notFound } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { Lrs, StoredStatement } from '../lrs/index.js'
import { isUuid } from '../xapi/index.js'

export interface StatementPages {
  lrs: Pick<Lrs, 'get' | 'find'>
  /** The home page of our accounts. */
  iriBase: string
}

const perPage = 50

/** An empty field of the form asks for nothing. */
const filter = z.object({
  account: z.uuid().or(z.literal('')).optional(),
  registration: z.uuid().or(z.literal('')).optional(),
  more: z.string().max(4000).optional(),
})

/** The statements as they are kept, for those who must be able to show what a figure rests on. */
export function statementRoutes({ lrs, iriBase }: StatementPages): Router {
  const router = Router()
  router.get('/statements', ...allow('see-statements'), async (req, res) => {
    const { account, registration, more } = parse(filter, req.query)
    const agent = account ? { agent: { account: { homePage: iriBase, name: account } } } : {}
    const query = { limit: perPage, ...agent, ...(registration ? { registration } : {}) }
    const page = await lrs.find(more ? { more } : query)
    res.page('administration/statements', {
      title: req.t('administration:statements.title'),
      account,
      registration,
      statements: page.statements.map((stored) => row(req, stored)),
      next: page.more && req.link(`/statements?more=${encodeURIComponent(page.more)}`),
    })
  })
  router.get('/statements/:id', ...allow('see-statements'), async (req, res) => {
    const id = String(req.params['id'])
    const stored = isUuid(id) ? await lrs.get(id) : undefined
    if (!stored) throw notFound()
    res.page('administration/statement', {
      title: req.t('administration:statements.one'),
      trail: [{ href: req.link('/statements'), label: req.t('administration:statements.title') }],
      ...row(req, stored),
      context: context(stored),
      json: JSON.stringify(stored.statement, null, 2),
    })
  })
  return router
}

/** A statement in a line: who (opaque), did what, to what, when. */
function row(req: Request, { statement, stored, origin, voided }: StoredStatement) {
  const { id, actor, verb, object, timestamp, result } = statement
  const scaled = result?.score?.scaled
  return {
    ...{ id, timestamp, stored, origin, voided },
    actor: actor.account?.name ?? actor.mbox ?? actor.name,
    verb: verb.display?.[req.language] ?? verb.display?.['en'] ?? verb.id,
    object: object.id,
    score: scaled === undefined ? undefined : Math.round(scaled * 100),
  }
}

/** The context's extensions by the last word of their IRI. */
const context = ({ statement }: StoredStatement) =>
  Object.entries(statement.context?.extensions ?? {}).map(([iri, value]) => ({
    name: iri.slice(iri.lastIndexOf('/') + 1),
    value: Array.isArray(value) ? value.join(', ') : String(value),
  }))
