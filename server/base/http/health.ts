import { Router } from 'express'

/** `/healthz`: the process answers. `/readyz`: it can serve, that is, the database answers too. */
export function health(isReady: () => Promise<boolean>): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_req, res) => {
    const ready = await isReady()
    if (!ready) res.set('Retry-After', '5')
    res
      .set('Cache-Control', 'no-store')
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'database away' })
  })
  return router
}
