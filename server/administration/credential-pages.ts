import { Router, type Request, type Response } from 'express'
import { allow, permissions, signedIn } from '../accounts/index.js'
import { AppError, notFound, type Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { Credential } from '../lrs/index.js'
import { createCredentialActs } from './credential-acts.js'
import { credentialSchemas } from './credential-schema.js'
import { list, showCredential, showMaking, showSecret, viewOf, type CredentialPages } from './credential-views.js'
import { schemas } from './schema.js'

/**
 * The keys and secrets of other systems: administrators make, renew and revoke them, the Secretariat says which Party one
 * speaks for. Where a form has an address of its own, its page answers there, too.
 */
export function credentialRoutes(pages: CredentialPages): Router {
  const router = Router()
  const { show, showOne, showForm } = readingPages(pages)
  const { make, rotate, revoke, vouch } = deeds(pages)
  router.get(list, allow('see-credentials'), show)
  router.get(`${list}/new`, allow('manage-credentials'), showForm)
  router.post(`${list}/new`, allow('manage-credentials'), make)
  router.get([`${list}/:id`, `${list}/:id/:form`], allow('see-credentials'), showOne)
  router.post(`${list}/:id/secret`, allow('manage-credentials'), rotate)
  router.post(`${list}/:id/revocation`, allow('manage-credentials'), revoke)
  router.post(`${list}/:id/vouching`, allow('vouch-for-credential'), vouch)
  return router
}

function readingPages(pages: CredentialPages) {
  return {
    async show(req: Request, res: Response) {
      const credentials = await pages.lrs.credentials.list()
      res.page('administration/credentials', {
        title: req.t('administration:credentials.title'),
        credentials: credentials.map((one) => viewOf(pages, req, one)).reverse(),
        mayManage: permissions.may(req.person, 'manage-credentials'),
        noindex: true,
      })
    },
    showForm(req: Request, res: Response) {
      showMaking(req, res, { values: { scopes: [] } })
    },
    async showOne(req: Request, res: Response) {
      showCredential(pages, req, res, await named(pages, req))
    },
  }
}

function deeds(pages: CredentialPages) {
  const acts = createCredentialActs(pages)
  const forms = credentialSchemas(pages)
  const faulty = (req: Request, res: Response, credential: Credential, faults: Fault[]) => {
    showCredential(pages, req, res, credential, { values: req.body as unknown, faults })
  }
  const done = (req: Request, res: Response, { id }: Credential, notice: string) => {
    req.notice(`administration:credentials.${notice}`)
    res.redirect(303, req.link(`${list}/${id}`))
  }

  return {
    async make(req: Request, res: Response) {
      const { data, faults } = checkForm(forms.making, req.body)
      const made = data && (await orFaults(acts.make(toNew(data), signedIn(req).id)))
      if (made && 'secret' in made) showSecret(pages, req, res, made, 'made')
      else showMaking(req, res, { values: valuesOf(req), faults: made?.faults ?? faults })
    },
    async rotate(req: Request, res: Response) {
      const credential = await named(pages, req)
      const { data, faults } = checkForm(forms.rotation, req.body)
      if (faults) faulty(req, res, credential, faults)
      else showSecret(pages, req, res, await acts.rotate(credential.id, data.keep, signedIn(req).id), 'rotated')
    },
    async revoke(req: Request, res: Response) {
      const credential = await named(pages, req)
      const { data, faults } = checkForm(schemas.reason, req.body)
      if (faults) return faulty(req, res, credential, faults)
      await acts.revoke(credential.id, data.reason, signedIn(req).id)
      done(req, res, credential, 'revoked')
    },
    async vouch(req: Request, res: Response) {
      const credential = await named(pages, req)
      const { data, faults } = checkForm(forms.vouching, req.body)
      if (faults) return faulty(req, res, credential, faults)
      const vouched = { party: data.party || undefined, counts: data.counts === 'yes' }
      await acts.vouch(credential.id, vouched, signedIn(req).id)
      done(req, res, credential, 'vouched')
    },
  }
}

/** The credential of the address. @throws AppError 404 */
async function named({ lrs }: CredentialPages, req: Request): Promise<Credential> {
  const id = schemas.account.safeParse(req.params['id'])
  const credential = id.success ? await lrs.credentials.get(id.data) : undefined
  if (!credential) throw notFound()
  return credential
}

type Making = ReturnType<typeof credentialSchemas>['making']['_output']

const toNew = ({ name, scopes: chosen, authority, expires }: Making) => ({
  name,
  scopes: chosen,
  ...(authority && { authority: { name, ...authority } }),
  ...(expires && { expiresAt: expires }),
})

/** What was typed, with the scopes as a list, of which a form sends one as a text. */
function valuesOf(req: Request) {
  const body = req.body as Record<string, unknown>
  return { ...body, scopes: [body['scopes'] ?? []].flat() }
}

/** The faults that only the deed itself finds. */
async function orFaults<T>(deed: Promise<T>): Promise<T | { faults: Fault[] }> {
  try {
    return await deed
  } catch (error) {
    if (error instanceof AppError && error.details.faults) return { faults: error.details.faults }
    throw error
  }
}
