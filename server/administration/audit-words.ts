import type { Request } from 'express'
import type { PeoplePages } from './context.js'

/** A detail of an entry as the page shows it: a label and a text, or numbers that lead to what else is known of them. */
export interface Detail {
  label: string
  text?: string
  numbers?: string[]
}

type Says = (req: Request, value: unknown, pages: PeoplePages) => Omit<Detail, 'label'> & { label?: string }

/** How each detail is said (server/base/audit.ts); one that is not here is shown as it was recorded. */
const says: Record<string, Says> = {
  party: (req, value, { accounts }) => ({
    label: req.t('accounts:field.party'),
    text: accounts.parties.name(String(value), req.language),
  }),
  agency: (req, value) => ({
    label: req.t('accounts:field.agency'),
    text: req.t(`accounts:agency.${String(value)}`, { defaultValue: String(value) }),
  }),
  role: (req, value) => ({ label: req.t('administration:roles.role'), text: roleName(req, value) }),
  how: (req, value) => ({
    label: req.t('administration:audit.how'),
    text: value === 'command' || value === 'invitation' ? req.t(`administration:audit.${value}`) : roleName(req, value),
  }),
  courses: (req, value, { courses }) => {
    const titles = new Map(courses(req.language).map(({ id, title }) => [id, title]))
    return {
      label: req.t('administration:audit.courses'),
      text: listOf(value)
        .map((id) => titles.get(id) ?? id)
        .join(' · '),
    }
  },
  show: (req, value) => ({
    label: req.t('administration:audit.list'),
    text: req.t(`accounts:standing.${String(value)}`, { defaultValue: String(value) }),
  }),
  accounts: (req, value) => {
    const numbers = listOf(value)
    return { label: req.t('administration:audit.found', { count: numbers.length }), numbers }
  },
  words: (req, value) => ({ label: req.t('administration:audit.words'), text: String(value) }),
  invitation: (req, value) => ({ label: req.t('administration:audit.invitation'), numbers: [String(value)] }),
}

/** What was recorded of an entry, in the reader's language. */
export function inWords(pages: PeoplePages, req: Request, details: Record<string, unknown>): Detail[] {
  return Object.entries(details)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ({
      label: name,
      ...(says[name]?.(req, value, pages) ?? { text: listOf(value).join(', ') }),
    }))
}

const roleName = (req: Request, value: unknown) =>
  req.t(`accounts:role.${String(value)}`, { defaultValue: String(value) })

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String)
