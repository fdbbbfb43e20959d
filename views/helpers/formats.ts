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
const times = perLanguage((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }))
const waits = perLanguage((locale) => new Intl.RelativeTimeFormat(locale))
const numbers = perLanguage((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
const percents = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))

const languageOf = (options: HelperOptions) => (options.data.root as { language: Language }).language
const asDate = (value: Date | string) => (value instanceof Date ? value : new Date(value))
/** French writes the first of a month '1er'. */
const ordinal = (text: string, language: Language) => (language === 'fr' ? text.replace(/^1 /, '1er ') : text)
const momentIn = (value: Date, language: Language) => ordinal(moments[language].format(value), language)

const minuteMs = 60_000
const minutesOfHour = 60
const minutesOfDay = 24 * minutesOfHour

/** In the unit that people would say it in; begun ones count whole, so that nobody comes too early. */
function inWords(minutes: number, language: Language): string {
  const wait = waits[language]
  if (minutes < 2 * minutesOfHour) return wait.format(minutes, 'minute')
  if (minutes < 2 * minutesOfDay) return wait.format(Math.ceil(minutes / minutesOfHour), 'hour')
  return wait.format(Math.ceil(minutes / minutesOfDay), 'day')
}

export const formats = {
  /** {{date issuedAt}}: a day, in UTC. */
  date: (value: Date | string | undefined, options: HelperOptions) =>
    value ? ordinal(days[languageOf(options)].format(asDate(value)), languageOf(options)) : '',
  /** {{moment storedAt}}: day and time, and that it is UTC. */
  moment: (value: Date | string | undefined, options: HelperOptions) =>
    value ? `${momentIn(asDate(value), languageOf(options))} UTC` : '',
  /** {{wait until now}}: how long it is until then, and when that is, in UTC: 'in 58 minutes (22:48 UTC)'. */
  wait: (until: Date, now: Date, options: HelperOptions) => {
    const language = languageOf(options)
    const minutes = Math.ceil((until.getTime() - now.getTime()) / minuteMs)
    const moment = minutes < minutesOfDay ? times[language].format(until) : momentIn(until, language)
    return `${inWords(minutes, language)} (${moment} UTC)`
  },
  /** {{number 12345.6}} */
  number: (value: number, options: HelperOptions) => numbers[languageOf(options)].format(value),
  /** {{percent 80}}: of whole per cents. */
  percent: (value: number, options: HelperOptions) => percents[languageOf(options)].format(value / 100),
  /** {{iso value}}: for a time element. */
  iso: (value: Date | string | undefined) => (value ? asDate(value).toISOString() : ''),
}
