import type { Language } from '../languages.js'
import type { Translate } from '../i18n.js'

/** What a page's layout shows around it, decided by app.ts: base knows no people and no modules. */
export interface Chrome {
  /** Links of the main navigation; `current` marks the one the page lies under, `waiting` says how many wait there. */
  navigation: { href: string; label: string; current: boolean; waiting?: number }[]
  person: { name: string } | undefined
}

/** The data of a page. `title` is translated already. */
export interface PageData {
  title: string
  /** A page that search engines must not list. */
  noindex?: boolean
  [key: string]: unknown
}

declare global {
  // The augmentation of Express's own types needs a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The request's id, in the log and on the page of a fault. */
      id: string
      /** Whether what is remembered from a moment ago is too old for this request. */
      readsAnew: boolean
      language: Language
      t: Translate
      /** Puts the language in front: '/courses' becomes '/fr/courses'. */
      link(path: string): string
      /** Shows a message once, on the next page. */
      notice(key: string, params?: Record<string, unknown>): void
    }
    interface Response {
      /** Renders views/pages/<view>.hbs in the layout and sends it. */
      page(view: string, data: PageData, options?: { status?: number }): void
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    notice?: { key: string; params: Record<string, unknown> }
    /** What was entered in a form that came back with faults. */
    draft?: { path: string; values: object; faults: unknown }
  }
}
