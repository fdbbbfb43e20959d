import type { Language } from '../../base/languages.js'

/** Something in the language that it is really in. */
export interface InLanguage<T> {
  language: Language
  value: T
}

/**
 * The text in the language asked for; where it is missing, in English, and then in any other that has it.
 * @param texts by language, the course's first language first
 * @param pick undefined where a language lacks the text
 */
export function inLanguage<S, T>(
  texts: ReadonlyMap<Language, S>,
  asked: Language,
  pick: (texts: S, language: Language) => T | undefined,
): InLanguage<T> | undefined {
  for (const language of [asked, 'en' as const, ...texts.keys()]) {
    const source = texts.get(language)
    const value = source && pick(source, language)
    if (value !== undefined) return { language, value }
  }
  return undefined
}

/** Every language of the platform is written from left to right; one that is not is named here. */
const direction = 'ltr'

/** Marks HTML that is in another language than its page, so that it is spelt, spoken and laid out as what it is. */
export function marked(html: string, tag: 'div' | 'span', language: Language, asked: Language): string {
  return language === asked ? html : `<${tag} lang="${language}" dir="${direction}">${html}</${tag}>`
}
