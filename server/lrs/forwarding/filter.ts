import type { Vocabulary } from '../../xapi/index.js'
import { keysOf, idKey } from '../statements/keys.js'
import type { FeedEntry } from '../types.js'
import type { Filter } from './types.js'

/** What the filter asks about where a statement came from. */
export interface Sender {
  /** The credential's id; undefined: the platform itself. */
  credential: string | undefined
  /** The Party that the credential speaks for. */
  party: string | undefined
}

export const credentialIn = ({ origin }: Pick<FeedEntry, 'origin'>): string | undefined =>
  origin === 'platform' ? undefined : origin.slice('credential:'.length)

/** Whether a target is to get a statement. */
export type Passes = (entry: Pick<FeedEntry, 'statement' | 'origin'>, sender: Sender) => boolean

export function createFilter(filter: Filter, vocabulary: Pick<Vocabulary, 'extensions'>): Passes {
  const [verbs, parties, notFrom] = [new Set(filter.verbs), new Set(filter.parties), new Set(filter.notFrom)]
  const activities = new Set(filter.activities.map(idKey))
  return ({ statement }, { credential, party }) => {
    if (credential !== undefined && (filter.origin === 'own' || notFrom.has(credential))) return false
    if (verbs.size > 0 && !verbs.has(statement.verb.id)) return false
    if (parties.size > 0 && !parties.has(partyOf(statement, credential, party, vocabulary) ?? '')) return false
    return activities.size === 0 || keysOf(statement).activities.some((key) => activities.has(near(key)))
  }
}

/** A statement of ours says the person's Party; what others say there is not known to be true, their credential is. */
function partyOf(
  { context }: FeedEntry['statement'],
  credential: string | undefined,
  party: string | undefined,
  { extensions }: Pick<Vocabulary, 'extensions'>,
): string | undefined {
  if (credential !== undefined) return party
  const said = context?.extensions?.[extensions.party]
  return typeof said === 'string' ? said : undefined
}

/** A key without the mark of what stands in the context only. */
const near = (key: string) => key.replace(/^~/, '')
