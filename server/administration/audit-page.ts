import type { Request, Response } from 'express'
import type { AuditEntry } from '../base/audit.js'
import { parse } from '../base/http/index.js'
import { inWords } from './audit-words.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

const perPage = 50

/** Those whom administrators see by name anyway: who has which role. Whom anything else was done to is a number. */
const named = new Set(['role-given', 'role-taken'])

/** What people with roles did, newest first, to be narrowed down. */
export function auditPage(pages: PeoplePages) {
  const { accounts, audit } = pages
  return async (req: Request, res: Response) => {
    const asked = parse(schemas.audit, req.query)
    const { until, before, ...wanted } = asked
    const query = { ...wanted, until: until === undefined ? undefined : new Date(`${until}T23:59:59.999Z`) }
    const [{ entries, more }, known] = await Promise.all([
      audit.list({ limit: perPage, before, ...query }),
      audit.known(),
    ])
    const people = await accounts.people([...new Set([...known.actors, ...entries.flatMap(namedIn)])])
    const nameOf = (by: string) =>
      by === 'command' ? req.t('administration:audit.command') : (people.get(by)?.name ?? by)
    const actionOf = (action: string) => req.t(`administration:audit.action.${action}`, { defaultValue: action })
    const addressOf = (change: Partial<typeof asked>) => addressWith(req, { ...asked, before: undefined, ...change })
    res.page('administration/audit', {
      title: req.t('administration:audit.title'),
      values: asked,
      isNarrowed: Object.values(query).some((value) => value !== undefined),
      everything: req.link('/administration/audit'),
      actors: sorted(req, known.actors, nameOf),
      actions: sorted(req, known.actions, actionOf),
      entries: entries.map((entry) => ({
        ...entry,
        who: nameOf(entry.by),
        what: actionOf(entry.action),
        name: named.has(entry.action) ? people.get(entry.subject ?? '')?.name : undefined,
        href: entry.subject && addressWith(req, { about: entry.subject }),
        details: inWords(pages, req, entry.details).map((detail) => ({
          ...detail,
          numbers: detail.numbers?.map((about) => ({ about, href: addressWith(req, { about }) })),
        })),
      })),
      older: more && addressOf({ before: more }),
      noindex: true,
    })
  }
}

const namedIn = ({ action, subject }: AuditEntry) => (named.has(action) && subject !== undefined ? [subject] : [])

function addressWith(req: Request, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return req.link(`/administration/audit?${new URLSearchParams(given).toString()}`)
}

/** Choices by their names. */
function sorted(req: Request, values: string[], nameOf: (value: string) => string) {
  const { compare } = new Intl.Collator(req.language)
  return values.map((value) => ({ value, label: nameOf(value) })).sort((a, b) => compare(a.label, b.label))
}
