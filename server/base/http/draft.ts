import type { Request } from 'express'
import type { PageData } from './types.js'

/** More than this is not kept: sessions are small. */
const limit = 4000

/**
 * Keeps what was entered in a form that comes back with faults, and gives it to the page of that form in another
 * language: whoever switches the language there enters nothing twice. It is given once, to that switch only, for the
 * next who opens the form on a shared desk may be somebody else.
 * @param path of the page, without its language
 * @param cameFrom where its reader was before, in the same form
 */
export function withDraft(req: Request, data: PageData, path: string, cameFrom: string): PageData {
  const draft = takeDraft(req)
  if (req.method === 'POST') {
    keepDraft(req, data, path)
    return data
  }
  if (draft?.path !== path || cameFrom !== path) return data
  return { ...data, values: { ...valuesOf(data), ...draft.values }, faults: draft.faults }
}

function takeDraft(req: Request) {
  // A request that failed before its session was read has none.
  const session = req.session as typeof req.session | undefined
  const draft = session?.draft
  if (draft) delete session.draft
  return draft
}

function keepDraft({ session }: Request, data: PageData, path: string): void {
  const { faults } = data
  const draft = { path, values: valuesOf(data), faults }
  const isFaulty = Array.isArray(faults) && faults.length > 0
  if (isFaulty && JSON.stringify(draft).length <= limit) session.draft = draft
}

const valuesOf = ({ values }: PageData): object => (typeof values === 'object' && values !== null ? values : {})
