import type { Request, RequestHandler, Response } from 'express'
import { hrefOf, type Imprint } from '../imprint.js'
import { languages } from '../languages.js'
import type { Assets } from './assets.js'
import { csrfToken } from './csrf.js'
import { withDraft } from './draft.js'
import type { Templates } from './templates.js'
import type { Chrome, PageData } from './types.js'

export interface PageOptions {
  templates: Templates
  assets: Assets
  baseUrl: string
  imprint: Imprint | undefined
  chrome: (req: Request) => Chrome
}

/** Gives the response `page` and the request `notice`. */
export function pages(options: PageOptions): RequestHandler {
  return (req, res, next) => {
    req.notice = (key, params = {}) => {
      req.session.notice = { key, params }
    }
    res.page = (view, data, { status = 200 } = {}) => {
      const html = options.templates.render(view, context(options, req, res, data))
      // Pages of people change with every step: they are asked for anew each time, but sent only when they changed. One
      // that shows a secret has said already that it is kept nowhere.
      if (!res.hasHeader('Cache-Control')) res.set('Cache-Control', 'private, no-cache')
      res.status(status).type('html').send(html)
    }
    next()
  }
}

/** What the layout, the page and the helpers read. */
function context({ assets, baseUrl, imprint, chrome }: PageOptions, req: Request, res: Response, data: PageData) {
  const path = withoutLanguage(addressOf(req, baseUrl))
  if (data.noindex) res.set('X-Robots-Tag', 'noindex')
  return {
    ...withDraft(req, data, path, withoutLanguage(refererOf(req, baseUrl) ?? '')),
    chrome: chrome(req),
    imprint: shown(imprint),
    language: req.language,
    t: req.t,
    link: req.link,
    assetUrl: assets.url,
    csrfToken: () => csrfToken(req),
    notice: takeNotice(req),
    alternatives: languages.map((code) => ({
      code,
      href: `/${code}${path}`,
      absolute: `${baseUrl}/${code}${path}`,
      current: code === req.language,
    })),
  }
}

const shown = ({ contact, operator }: Imprint = {}) => ({
  operator,
  contact: contact === undefined ? undefined : { href: hrefOf(contact), label: contact },
})

/**
 * Where the page can be asked for, for the links to its other languages: where a form was sent to an address that only
 * takes forms, that of the page with the form.
 */
function addressOf(req: Request, baseUrl: string): string {
  const { method, originalUrl } = req
  return method === 'GET' || method === 'HEAD' ? originalUrl : (refererOf(req, baseUrl) ?? originalUrl)
}

/** The page of ours that led here. */
function refererOf({ headers: { referer = '' } }: Request, baseUrl: string): string | undefined {
  if (!URL.canParse(referer)) return undefined
  const { origin, pathname, search } = new URL(referer)
  return origin === new URL(baseUrl).origin ? pathname + search : undefined
}

const withoutLanguage = (path: string) => path.replace(/^\/(en|fr|es)(?=\/|$)/, '') || '/'

function takeNotice(req: Request): string | undefined {
  // A request that failed before its session was read has none.
  const notice = (req.session as typeof req.session | undefined)?.notice
  if (!notice) return undefined
  delete req.session.notice
  return req.t(notice.key, notice.params)
}
