import type { Localized } from '../base/languages.js'
import type { Language } from '../base/languages.js'
import type { Imprint } from '../base/imprint.js'
import type { Logger } from '../base/log.js'
import type { Mailer } from '../base/mail.js'
import type { Translate } from '../base/i18n.js'

/** Who gets a letter, and in which language. */
export interface Recipient {
  email: string
  language: Language
}

/** The letters of this module: keys of the locale `accounts:mail`, each with a subject and a text. */
export type LetterName =
  | 'confirm'
  | 'alreadyRegistered'
  | 'reset'
  | 'notRegistered'
  | 'passwordChanged'
  | 'newEmail'
  | 'emailChanged'
  | 'erased'
  | 'invitation'
  | 'affiliationConfirmed'
  | 'affiliationRejected'
  | 'affiliationEnded'
  | 'rejectionTakenBack'
  | 'claimsWaiting'
  | 'appointed'
  | 'appointmentEnded'
  | 'roleGiven'
  | 'roleTaken'
  | 'certificateRevoked'

/** How a letter's language says things. */
export interface Words {
  t: Translate
  language: Language
  /** A day, in UTC. */
  day(date: Date): string
}

export type Params = Record<string, string> | ((words: Words) => Record<string, string>)

/** Letters about what cannot be undone by a link in them: they say whom to write to, where an installation names somebody. */
const answered: ReadonlySet<LetterName> = new Set(['emailChanged', 'erased'])

export interface Letters {
  canSend: boolean
  /**
   * Hands a letter over in the background: nobody's answer waits for a mail server, or tells by its time that one was
   * asked. Does nothing where no mail can be sent; a failure is logged, and the person asks again.
   * @param options.path where the letter's link leads, without language
   * @param options.params what its places are filled with, or how to say that in the letter's language
   */
  send(to: Recipient, name: LetterName, options?: { path?: string; params?: Params }): void
  /** A full address of this site, in a language. */
  address(language: Language, path: string): string
  /** Resolves when every letter of this process was handed over, or failed. */
  settled(): Promise<void>
}

export function createLetters(deps: {
  mailer: Mailer
  texts: Localized<Translate>
  baseUrl: string
  /** Named at the end of every letter, and in those that may come to somebody who did not ask for what they tell. */
  imprint?: Imprint | undefined
  log: Logger
}): Letters {
  const { mailer, texts, baseUrl, imprint: { contact, operator } = {}, log } = deps
  const underway = new Set<Promise<void>>()
  const address = (language: Language, path: string) => `${baseUrl}/${language}${path}`

  async function deliver({ email, language }: Recipient, name: LetterName, params: Record<string, string>) {
    const t = texts[language]
    const isAnswered = contact !== undefined && answered.has(name)
    const text = t(`accounts:mail.${name}.${isAnswered ? 'textWithContact' : 'text'}`, { ...params, contact })
    const from = [t('common:site'), operator, baseUrl, contact].filter((line) => line !== undefined)
    try {
      const subject = t(`accounts:mail.${name}.subject`, params)
      await mailer.send({ to: email, subject, text: `${text}\n\n-- \n${from.join('\n')}` })
    } catch (error) {
      log.error({ err: error, letter: name }, 'a letter could not be sent')
    }
  }

  return {
    canSend: mailer.canSend,
    address,
    send(to, name, { path = '/', params = {} } = {}) {
      if (!mailer.canSend) return
      const filled = typeof params === 'function' ? params(wordsOf(to.language, texts[to.language])) : params
      const delivery = deliver(to, name, { ...filled, site: baseUrl, href: address(to.language, path) })
      underway.add(delivery)
      void delivery.finally(() => underway.delete(delivery))
    },
    settled: async () => {
      await Promise.all(underway)
    },
  }
}

const locales: Localized = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' }

function wordsOf(language: Language, t: Translate): Words {
  const days = new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' })
  // French writes the first of a month '1er'.
  const ordinal = (text: string) => (language === 'fr' ? text.replace(/^1 /, '1er ') : text)
  return { t, language, day: (date) => ordinal(days.format(date)) }
}
