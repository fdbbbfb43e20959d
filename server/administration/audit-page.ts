import type { Request, Response } from 'express'
import type { AuditEntry } from '../base/audit.js'
import { parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

const perPage = 50

/** What people with roles did, newest first. Whom they did it to is an opaque id. */
export function auditPage({ accounts, audit }: PeoplePages) {
  return async (req: Request, res: Response) => {
    const { before } = parse(schemas.audit, req.query)
    const { entries, more } = await audit.list({ limit: perPage, before })
    const actors = await accounts.people([...new Set(entries.map(({ by }) => by))])
    const nameOf = (by: string) =>
      by === 'command' ? req.t('administration:audit.command') : (actors.get(by)?.name ?? by)
    res.page('administration/audit', {
      title: req.t('administration:audit.title'),
      entries: entries.map((entry) => ({
        ...entry,
        who: nameOf(entry.by),
        what: req.t(`administration:audit.action.${entry.action}`, { defaultValue: entry.action }),
        details: detailsOf(entry),
      })),
      older: more && req.link(`/administration/audit?before=${encodeURIComponent(more)}`),
      noindex: true,
    })
  }
}

/** Codes and ids as they were recorded: they are the same in every language. */
const detailsOf = ({ details }: AuditEntry) =>
  Object.entries(details)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ({ name, value: Array.isArray(value) ? value.join(', ') : String(value) }))
