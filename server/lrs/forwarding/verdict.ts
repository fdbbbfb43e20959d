import type { RemoteAnswer } from '../../xapi/index.js'
import type { Reason, Trouble } from './types.js'

/** What becomes of statements that were sent. */
export type Verdict =
  | { kind: 'delivered' }
  /** They were refused together, perhaps for one of them: nothing was stored, and each is sent by itself. */
  | { kind: 'apart' }
  /** Another statement of this id may be there: the two are compared. */
  | { kind: 'conflict' }
  /** For good: a dead letter. */
  | { kind: 'refused'; trouble: Trouble }
  /** It may pass: the same is sent again later. */
  | { kind: 'later'; trouble: Trouble; retryAfter?: string | undefined }
  /** It passes only when somebody does something. */
  | { kind: 'paused'; trouble: Trouble }

/** So many characters of an answer are kept. */
export const longestDetail = 2000

/**
 * Judges the answer to POST statements (Communication 2.1.2, 3.2).
 * @param sent the ids that were sent, and whether a voiding statement is among them: what it voids may be what is
 *   forbidden, so that a 403 says nothing of the credential
 */
export function verdictOn(answer: RemoteAnswer, sent: { ids: string[]; voids: boolean }): Verdict {
  const isOne = sent.ids.length === 1
  const refused = (reason: Reason): Verdict =>
    isOne ? { kind: 'refused', trouble: troubleOf(answer, reason) } : { kind: 'apart' }
  const { status } = answer
  switch (status) {
    case 200:
      return says(answer.text, sent.ids) ? { kind: 'delivered' } : later(answer, 'not-an-lrs')
    case 400:
    case 422:
      return refused('invalid')
    case 401:
      return { kind: 'paused', trouble: troubleOf(answer, 'unauthorized') }
    case 403:
      return sent.voids ? refused('forbidden') : { kind: 'paused', trouble: troubleOf(answer, 'forbidden') }
    case 409:
      return isOne ? { kind: 'conflict' } : { kind: 'apart' }
    case 413:
      return refused('too-large')
    default:
      return passing(answer)
  }
}

/** An answer that says nothing about the statements themselves. */
export function passing(answer: RemoteAnswer): Verdict {
  const { status } = answer
  if (status === 429) return later(answer, 'too-many')
  return later(answer, status >= 500 || status === 408 || status === 425 ? 'server' : 'not-an-lrs')
}

const later = (answer: RemoteAnswer, reason: Reason): Verdict => ({
  kind: 'later',
  trouble: troubleOf(answer, reason),
  retryAfter: answer.retryAfter,
})

export const troubleOf = ({ status, text }: RemoteAnswer, reason: Reason): Trouble => ({
  reason,
  status,
  detail: text.slice(0, longestDetail),
})

/** An LRS answers with the ids; whatever else says 200 has stored nothing that we know of. */
function says(text: string, ids: string[]): boolean {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    return false
  }
  if (!Array.isArray(said) || said.length !== ids.length) return false
  const known = new Set(said.map((id) => String(id).toLowerCase()))
  return ids.every((id) => known.has(id.toLowerCase()))
}
