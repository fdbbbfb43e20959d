import { Router, type Request, type RequestHandler } from 'express'
import type { I18n } from '../i18n.js'
import { isLanguage, languages, type Language } from '../languages.js'

/** Gives the request its language, `t` and `link`. The address decides; elsewhere the browser's wish does. */
export function localise(i18n: I18n): RequestHandler {
  return (req, _res, next) => {
    const first = req.path.split('/', 2)[1]
    setLanguage(req, isLanguage(first) ? first : preferred(req), i18n)
    next()
  }
}

export function setLanguage(req: Request, language: Language, i18n: I18n): void {
  req.language = language
  req.t = i18n.t[language]
  req.link = (path) => `/${language}${path === '/' ? '/' : path}`
}

const preferred = (req: Request): Language => {
  const wish = req.acceptsLanguages([...languages])
  return isLanguage(wish) ? wish : 'en'
}

/** Mounts the pages once under each language; `/` goes to the reader's. */
export function underEveryLanguage(pages: RequestHandler): Router {
  const router = Router({ caseSensitive: true })
  router.get('/', (req, res) => {
    res.vary('Accept-Language')
    res.redirect(302, req.link('/'))
  })
  for (const language of languages) router.use(`/${language}`, pages)
  return router
}
