import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { allow, signedIn, type Parties } from '../accounts/index.js'
import type { Audit } from '../base/audit.js'
import { notFound, type Fault } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { Forwarding, Lrs, Standing } from '../lrs/index.js'
import { isUuid, remoteVersions } from '../xapi/index.js'
import { fieldsOf, readTarget } from './forwarding-form.js'

export interface ForwardingPages {
  forwarding: Forwarding
  credentials: Pick<Lrs['credentials'], 'list'>
  parties: Parties
  audit: Audit
}

const home = '/administration/forwarding'
const lettersShown = 100

/** The other LRSs that get statements: how their queues stand, and what administrators do about them. */
export function forwardingRoutes(pages: ForwardingPages): Router {
  const forms = targetForms(pages)
  const deeds = targetDeeds(pages)
  const router = Router()
  const may = allow('forward-statements')
  router.get(home, ...may, list(pages))
  router.get(`${home}/new`, ...may, forms.show)
  router.post(`${home}/new`, ...may, forms.add)
  router.get(`${home}/:id`, ...may, one(pages))
  router.get(`${home}/:id/change`, ...may, forms.show)
  router.post(`${home}/:id/change`, ...may, forms.change)
  router.post(`${home}/:id/switch`, ...may, deeds.switch)
  router.post(`${home}/:id/resume`, ...may, deeds.resume)
  router.post(`${home}/:id/remove`, ...may, deeds.remove)
  router.post(`${home}/:id/again`, ...may, deeds.sendAgain)
  router.post(`${home}/:id/dismiss`, ...may, deeds.dismiss)
  router.post(`${home}/:id/aside`, ...may, deeds.setAside)
  return router
}

/** The target that an address names. @throws AppError 404 */
async function standingOf({ forwarding }: ForwardingPages, req: Request): Promise<Standing> {
  const id = String(req.params['id'])
  const standing = isUuid(id) ? await forwarding.standing(id) : undefined
  if (!standing) throw notFound()
  return standing
}

const list =
  ({ forwarding }: ForwardingPages) =>
  async (req: Request, res: Response) => {
    const standings = await forwarding.standings()
    res.page('administration/forwarding', {
      title: req.t('forwarding:title'),
      standings,
      stuck: standings.filter(({ isStuck }) => isStuck),
      ...{ wide: true, noindex: true },
    })
  }

const one = (pages: ForwardingPages) => async (req: Request, res: Response) => {
  const standing = await standingOf(pages, req)
  const { target, deadLetters } = standing
  const letters = await pages.forwarding.deadLetters(target.id, lettersShown)
  res.page('administration/forwarding-target', {
    ...{ title: target.name, trail: trail(req), ...standing, letters },
    hidden: deadLetters - letters.length,
    // Where the queue stands at one statement, that can be set aside.
    standsAt: target.failure?.statement,
    noindex: true,
  })
}

const trail = (req: Request) => [{ href: req.link(home), label: req.t('forwarding:title') }]

/** A new target, and a changed one. */
function targetForms(pages: ForwardingPages) {
  const { forwarding, credentials, parties, audit } = pages

  async function show(req: Request, res: Response, shown: { values?: unknown; faults?: Fault[] } = {}) {
    const target = req.params['id'] === undefined ? undefined : (await standingOf(pages, req)).target
    const begins = ['now', 'start'].map((value) => ({ value, label: req.t(`forwarding:begin.${value}`) }))
    res.page(
      'administration/forwarding-form',
      {
        title: target ? req.t('forwarding:form.change', { name: target.name }) : req.t('forwarding:form.add'),
        ...{ trail: trail(req), target, begins },
        versions: remoteVersions.map((version) => ({ value: version, label: version })),
        origins: ['own', 'all'].map((value) => ({ value, label: req.t(`forwarding:origin.${value}`) })),
        credentials: (await credentials.list()).filter(
          ({ id, revokedAt }) => !revokedAt || target?.filter.notFrom.includes(id),
        ),
        values: target ? fieldsOf(target) : { version: '1.0.3', origin: 'own' },
        ...shown,
        noindex: true,
      },
      { status: shown.faults ? 422 : 200 },
    )
  }

  /** What was typed is shown again, the secret excepted. */
  const refused = (req: Request, res: Response, faults: Fault[]) =>
    show(req, res, { faults, values: { ...shownAgain(req.body), secret: '' } })

  return {
    show: (req: Request, res: Response) => show(req, res),
    async add(req: Request, res: Response) {
      const { form, faults } = readTarget(req.body, { parties, forwarding }, undefined)
      if (!form?.secret || !form.begin) return refused(req, res, faults ?? [])
      const { input, secret, begin } = form
      const { name, endpoint } = input
      await audit.record({ by: signedIn(req).id, action: 'forwarding-added', details: { name, endpoint, begin } })
      const { id } = await forwarding.add(input, secret, begin)
      req.notice('forwarding:done.added')
      res.redirect(303, req.link(`${home}/${id}`))
    },
    async change(req: Request, res: Response) {
      const { target } = await standingOf(pages, req)
      const { form, faults } = readTarget(req.body, { parties, forwarding }, target)
      if (!form) return refused(req, res, faults)
      const { input, secret, begin } = form
      const details = { name: input.name, endpoint: input.endpoint, begin, newSecret: secret !== undefined }
      await audit.record({ by: signedIn(req).id, action: 'forwarding-changed', subject: target.id, details })
      await forwarding.change(target.id, input, secret, begin)
      req.notice('forwarding:done.changed')
      res.redirect(303, req.link(`${home}/${target.id}`))
    },
  }
}

/** What a form held; of boxes, a list also where one was ticked. */
const shownAgain = (body: unknown) => {
  const values = body as { notFrom?: unknown }
  return { ...values, notFrom: [values.notFrom].flat() }
}

const statement = z.object({ statement: z.string().refine(isUuid).optional() })

/** What is done to a target with one button; each is recorded first. */
function targetDeeds(pages: ForwardingPages) {
  const { forwarding, audit } = pages

  /** Records a deed, does it, says that it is done, and goes back to where it was asked for. */
  const deed =
    (action: string, work: (standing: Standing, statement: string | undefined) => Promise<unknown>, back?: string) =>
    async (req: Request, res: Response) => {
      const standing = await standingOf(pages, req)
      const { id, name } = standing.target
      const { statement: which } = parse(statement, req.body)
      const details = { name, statement: which }
      await audit.record({ by: signedIn(req).id, action: `forwarding-${action}`, subject: id, details })
      await work(standing, which)
      req.notice(`forwarding:done.${action}`)
      res.redirect(303, req.link(back ?? `${home}/${id}`))
    }

  return {
    switch: deed('switched', ({ target }) => forwarding.switch(target.id, !target.isOn)),
    resume: deed('resumed', ({ target }) => forwarding.resume(target.id)),
    remove: deed('removed', ({ target }) => forwarding.remove(target.id), home),
    sendAgain: deed('sent-again', ({ target }, which) => forwarding.sendAgain({ target: target.id, statement: which })),
    dismiss: deed('dismissed', ({ target }, which) => forwarding.dismiss({ target: target.id, statement: which })),
    setAside: deed('set-aside', async ({ target }, which) => {
      if (which === undefined || which !== target.failure?.statement) throw notFound()
      await forwarding.setAside(target.id, which)
    }),
  }
}
