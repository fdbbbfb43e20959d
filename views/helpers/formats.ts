import type { HelperOptions } from 'handlebars'

type Language = 'en' | 'fr' | 'es'

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' }

/** One formatter a language, made once: making one costs more than a page. */
const perLanguage = <F>(make: (locale: string) => F): Record<Language, F> => ({
  en: make(locales.en),
  fr: make(locales.fr),
  es: make(locales.es),
})

const days = perLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }))
const moments = perLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
)
const numbers = perLanguage((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const percents = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))

const languageOf = (options: HelperOptions) => (options.data.root as { language: Language }).language
const asDate = (value: Date | string) => (value instanceof Date ? value : new Date(value))
/** French writes the first of a month '1er'. */
const ordinal = (text: string, language: Language) => (language === 'fr' ? text.replace(/^1 /, '1er ') : text)

export const formats = {
  /** {{date issuedAt}}: a day, in UTC. */
  date: (value: Date | string | undefined, options: HelperOptions) =>
    value ? ordinal(days[languageOf(options)].format(asDate(value)), languageOf(options)) : '',
  /** {{moment storedAt}}: day and time, and that it is UTC. */
  moment: (value: Date | string | undefined, options: HelperOptions) =>
    value ? `${ordinal(moments[languageOf(options)].format(asDate(value)), languageOf(options))} UTC` : '',
  /** {{number 12345.6}} */
  number: (value: number, options: HelperOptions) => numbers[languageOf(options)].format(value),
  /** {{percent 80}}: of whole per cents. */
  percent: (value: number, options: HelperOptions) => percents[languageOf(options)].format(value / 100),
  /** {{iso value}}: for a time element. */
  iso: (value: Date | string | undefined) => (value ? asDate(value).toISOString() : ''),
}
