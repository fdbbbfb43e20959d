import { z } from 'zod'

/** The working languages of the Convention, in which the platform is complete. */
export const languages = ['en', 'fr', 'es'] as const

export type Language = (typeof languages)[number]

export const languageSchema = z.enum(languages)

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value)

/** A text in every language of the platform. */
export type Localized<T = string> = Record<Language, T>
