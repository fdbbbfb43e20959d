import type { Connection } from 'mongoose'
import type { Parties } from '../accounts/index.js'
import { coalesce } from '../base/coalesce.js'
import type { Lrs } from '../lrs/index.js'
import type { Vocabulary } from '../xapi/index.js'
import { countIndicator, evidenceFor, type Indicator, type PartyEvidence } from './indicator.js'
import { project, rebuild } from './projector.js'
import { compare, recountLedgers, type Recount } from './recount.js'
import { remember } from './remember.js'
import { createStore } from './store.js'

export interface StatisticsOptions {
  connection: Connection
  lrs: Pick<Lrs, 'feed'>
  vocabulary: Vocabulary
  parties: Parties
}

export interface Statistics {
  /** Follows the feed to its end: afterwards every statement stored before the call is in the figures. */
  catchUp(): Promise<void>
  /** The College's evidence for indicator 3.2.1 at a moment; `cursor`: the records are in it up to then. */
  indicatorOn(moment: Date): Promise<{ indicator: Indicator; cursor: Date | undefined }>
  /** What counts for a Party at a moment, and what does not, with the statements behind it. */
  evidenceOf(party: string, moment: Date): Promise<PartyEvidence>
  /** Counts again from the statements alone and compares with what was projected. Changes nothing. */
  recount(): Promise<Recount>
  /** Reads all statements anew, and puts what they say in the place of what was projected; beside running servers, too. */
  rebuild(): Promise<void>
}

/** So many counted indicators are kept: a page, its charts and its table ask for the same one. */
const mostCounted = 50

export function createStatistics({ connection, lrs, vocabulary, parties }: StatisticsOptions): Statistics {
  const store = createStore(connection)
  const feed = { lrs, vocabulary }
  const counted = remember<Indicator>(mostCounted)
  // Many who pass at the same time wait for the same run, and not each for one of their own.
  const follow = coalesce(() => project(store, feed))
  return {
    catchUp: async () => void (await follow()),
    async indicatorOn(moment) {
      const { generation, position, stored } = await follow()
      const indicator = await counted(`${generation} ${position} ${moment.toISOString()}`, async () =>
        countIndicator(await store.all(), parties.inForceOn(moment), moment),
      )
      return { indicator, cursor: stored }
    },
    async evidenceOf(party, moment) {
      await follow()
      return evidenceFor(await store.all(), party, moment)
    },
    async recount() {
      const { position } = await follow()
      return compare(await store.all(), await recountLedgers(feed, position), position)
    },
    rebuild: () => rebuild(store, feed),
  }
}
