import { agencies } from '../accounts/index.js'
import { areas } from '../courses/index.js'
import { readStatement, type LearningEvent, type Statement, type Vocabulary } from '../xapi/index.js'

/**
 * Whether a statement that another system made counts for the Party that answers for that system: it says something of
 * this very Party, in our vocabulary, and every part of it is one that we could have written.
 */
export function countsForParty(vocabulary: Vocabulary, statement: Statement, party: string): boolean {
  const event = readStatement(vocabulary, statement)
  return event !== undefined && event.affiliation.party === party && isSound(event)
}

const isIn = (list: readonly string[], value: string) => list.includes(value)

function isSound(event: LearningEvent): boolean {
  if (!isIn(agencies, event.affiliation.agency) || !isMoment(event.at)) return false
  if (event.kind !== 'earned') return true
  return (
    event.areas.every((area) => isIn(areas, area)) && (event.validUntil === undefined || isMoment(event.validUntil))
  )
}

const isMoment = (date: Date) => !Number.isNaN(date.getTime())
