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
  const translate =
    (t: TFunction): Translate =>
    (key, params) =>
      t(key, params ?? {}) as string
  return {
    t: {
      en: translate(instance.getFixedT('en')),
      fr: translate(instance.getFixedT('fr')),
      es: translate(instance.getFixedT('es')),
    },
    exists: (language, key) => instance.exists(key, { lng: language, fallbackLng: false }),
  }
}
