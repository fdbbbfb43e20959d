import type { Request, Response } from 'express'
import type { Language } from '../base/languages.js'
import type { Lrs } from '../lrs/index.js'
import type { Statement, Vocabulary } from '../xapi/index.js'
import type { Accounts } from '../accounts/index.js'
import { lineOf } from './statement-view.js'

/** So many refused statements are shown, the oldest first: the cause of the first is mostly that of the others. */
const mostShown = 100

/** What should be in the record and is not: statements of our own that were refused, and entries that were set aside. */
export function refusedPage(uses: {
  lrs: Pick<Lrs, 'outbox' | 'setAside'>
  accounts: Pick<Accounts, 'parties'>
  vocabulary: Vocabulary
  courses(language: Language): { id: string; title: string }[]
}) {
  const { lrs, vocabulary, accounts } = uses
  return async (req: Request, res: Response) => {
    const [refused, setAside] = await Promise.all([lrs.outbox.refused(mostShown), lrs.setAside()])
    const view = { vocabulary, parties: accounts.parties, courses: uses.courses(req.language) }
    res.page('administration/refused', {
      title: req.t('administration:refused.title'),
      trail: [{ href: req.link('/statements'), label: req.t('administration:statements.title') }],
      count: refused.count,
      refused: refused.statements.map(({ text, ...one }) => ({ ...one, text, line: lineIn(req, text, view) })),
      setAside,
      noindex: true,
    })
  }
}

/** What a refused text says, where it can be read: why it was refused may be that it cannot. */
function lineIn(req: Request, text: string, uses: Parameters<typeof lineOf>[2]) {
  try {
    const { actor, verb, object } = lineOf(req, JSON.parse(text) as Statement, uses)
    return { actor, verb, object }
  } catch {
    return undefined
  }
}
