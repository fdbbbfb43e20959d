import type { Request } from 'express'
import { languages } from '../base/languages.js'
import type { Parties } from './parties.js'
import { agencies } from './types.js'

/** What the partial `choice` takes: an option, or a group of them. */
export type Choice = { value: string; label: string } | { label: string; options: { value: string; label: string }[] }

/** Every Party by name, then the places of work that are no Party. */
export const partyChoices = (req: Request, parties: Parties): Choice[] => [
  { label: req.t('accounts:choice.parties'), options: parties.choices(req.language) },
  { label: req.t('accounts:choice.outside'), options: parties.outside(req.language) },
]

export const agencyChoices = (req: Request): Choice[] =>
  agencies.map((agency) => ({ value: agency, label: req.t(`accounts:agency.${agency}`) }))

export const languageChoices = (req: Request): Choice[] =>
  languages.map((language) => ({ value: language, label: req.t(`common:languages.${language}`) }))
