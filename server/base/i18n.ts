import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import i18next, { type TFunction, type i18n } from 'i18next'
import Backend, { type FsBackendOptions } from 'i18next-fs-backend'
import { languages, type Language, type Localized } from './languages.js'
import { projectRoot } from './paths.js'

/** Translates a key `module:path.to.text`; `params` fill its {{places}} and choose its plural by `count`. */
export type Translate = (key: string, params?: Record<string, unknown>) => string

export interface I18n {
  /** The translator of each language, made once. */
  t: Localized<Translate>
  /** Whether a text exists in a language (a fallback language never answers). */
  exists(language: Language, key: string): boolean
}

/** Loads every file of `locales/<language>/`, one namespace a file; nothing is read after the start. */
export async function createI18n(directory = join(projectRoot, 'locales')): Promise<I18n> {
  const namespaces = readdirSync(join(directory, 'en'))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace('.json', ''))
  const instance: i18n = i18next.createInstance()
  await instance.use(Backend).init<FsBackendOptions>({
    lng: 'en',
    preload: [...languages],
    fallbackLng: 'en',
    ns: namespaces,
    defaultNS: 'common',
    initAsync: false,
    // Handlebars escapes what a template prints; escaping here too would show entities.
    interpolation: { escapeValue: false },
    backend: { loadPath: join(directory, '{{lng}}/{{ns}}.json') },
  })
  const translate = (t: TFunction): Translate => remembering((key, params) => t(key, params ?? {}) as string)
  return {
    t: {
      en: translate(instance.getFixedT('en')),
      fr: translate(instance.getFixedT('fr')),
      es: translate(instance.getFixedT('es')),
    },
    exists: (language, key) => instance.exists(key, { lng: language, fallbackLng: false }),
  }
}

/** So many finished texts are kept a language; beyond that, all are made anew. */
const keepAtMost = 5000

/**
 * Keeps finished texts: a page has dozens of them, most are the same on every page, and i18next takes longer for one
 * with parameters than a template does for the rest of its page.
 */
function remembering(translate: Translate): Translate {
  const known = new Map<string, string>()
  return (key, params) => {
    const id = params && Object.keys(params).length > 0 ? key + JSON.stringify(params) : key
    const text = known.get(id) ?? translate(key, params)
    if (known.size >= keepAtMost) known.clear()
    known.set(id, text)
    return text
  }
}
